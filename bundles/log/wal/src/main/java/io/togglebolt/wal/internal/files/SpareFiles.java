package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files beside segments that are to become one. etcd takes {@code 0.tmp} and {@code 1.tmp} as
 * they are and reads on behind what it writes over, so under these names there is never anything
 * but zeros; what holds records has a name that etcd leaves alone without a word.
 */
public final class SpareFiles {
  private static final Logger LOG = System.getLogger(SpareFiles.class.getName());

  private static final String SUFFIX = ".tmp";

  /** A segment that was purged, not overwritten yet. */
  private static final String RECYCLED = "recycled" + SUFFIX;

  /** What the next segment begins with is written to it. */
  private static final String BEGUN = "begun" + SUFFIX;

  /** What a writer shows in that it can write. */
  private static final String REHEARSAL = "rehearsal-";

  private SpareFiles() {}

  static Path prepared(Path directory, int number) {
    return directory.resolve(number + SUFFIX);
  }

  static Path recycled(Path directory) {
    return directory.resolve(RECYCLED);
  }

  static Path begun(Path directory) {
    return directory.resolve(BEGUN);
  }

  static Path rehearsal(Path directory, long number) {
    return directory.resolve(REHEARSAL + number + SUFFIX);
  }

  private static boolean isOne(String name) {
    return name.equals(RECYCLED)
        || name.equals(BEGUN)
        || name.matches("(" + REHEARSAL + ")?[0-9]{1,9}" + "\\" + SUFFIX);
  }

  /**
   * Takes away what a process left that was killed. Called by the one who holds the log's last
   * segment; the loss of the names is not made durable.
   */
  public static void removeAll(Disk disk, Path directory) throws IOException {
    for (String name : disk.list(directory)) {
      if (isOne(name)) {
        delete(disk, directory.resolve(name));
      }
    }
  }

  private static void delete(Disk disk, Path path) throws IOException {
    try {
      disk.delete(path);
    } catch (NoSuchFileException gone) {
      // That is what was wanted.
    }
  }

  /** An empty file, locked. What has its name is deleted: it may be a link to somewhere else. */
  static SegmentFile createLocked(Disk disk, Path path) throws IOException {
    delete(disk, path);
    try {
      return SegmentFile.open(disk, path, Disk.Access.CREATE_NEW);
    } catch (WalLockedException locked) {
      // No fault of the writer's, which an unchecked exception would be taken for.
      throw new IOException(locked.getMessage(), locked);
    }
  }

  /** The same without a lock, for what nobody else knows of. */
  public static DiskFile create(Disk disk, Path path) throws IOException {
    delete(disk, path);
    return disk.open(path, Disk.Access.CREATE_NEW);
  }

  /** Takes a file's name away, and lets go of it; perhaps something stands in it. */
  static void discard(Disk disk, SegmentFile file) {
    unname(disk, file);
    close(file);
  }

  static void unname(Disk disk, SegmentFile file) {
    try {
      disk.delete(file.path());
    } catch (IOException failed) {
      // It is deleted before its name is used again.
      LOG.log(Level.DEBUG, "{0} is left behind: {1}", file.path(), failed.getMessage());
    }
  }

  static void close(SegmentFile file) {
    try {
      file.close();
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "{0} is not closed properly: {1}", file.path(), failed.getMessage());
    }
  }
}
