package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The directory of a log. */
public final class LogDirectory {
  private static final String UNFINISHED = ".tmp";
  private static final String LOCK = UNFINISHED + ".lock";

  private final Disk disk;
  private final Path path;

  /** The directory, whether or not it is there. */
  public LogDirectory(Disk disk, Path path) {
    this.disk = disk;
    this.path = path.toAbsolutePath();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Where a segment is in it. */
  public Path file(SegmentName name) {
    return path.resolve(name.fileName());
  }

  /**
   * The segments in it, in order; other files are left alone.
   *
   * @throws NoSuchFileException when the directory is missing
   */
  public List<SegmentName> segments() throws IOException {
    return disk.list(path).stream()
        .map(SegmentName::parse)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  /**
   * Makes the directory with its first segment. It is built beside its place, under a name that
   * ends in {@code .tmp}, and comes into being with one renaming, so a crash leaves all of it or
   * nothing; what an earlier crash left is removed. Who does the same at the same time is refused:
   * without a lock over all of it, one could delete the segment that another has just made.
   *
   * @param header what the segment begins with
   * @param sizeBytes how much space is reserved for it
   * @return the segment, locked
   * @throws WalExistsException when there is anything in the directory already
   * @throws WalLockedException when somebody else is making it
   */
  public SegmentFile create(MemorySegment header, long sizeBytes) throws IOException {
    requireEmpty();
    disk.createDirectories(parent());
    Path lock = path.resolveSibling(path.getFileName() + LOCK);
    try (CreationLock _ = CreationLock.take(disk, lock)) {
      requireEmpty();
      return createLocked(header, sizeBytes);
    }
  }

  private SegmentFile createLocked(MemorySegment header, long sizeBytes) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
    disk.createDirectories(unfinished);
    clear(unfinished);
    Path first = unfinished.resolve(SegmentName.FIRST.fileName());
    SegmentFile segment = SegmentFile.open(disk, first, Disk.Access.CREATE_NEW);
    boolean made = false;
    try {
      segment.file().allocate(0, SegmentFile.bytesFor(sizeBytes));
      segment.file().write(0, header);
      segment.file().sync();
      disk.syncDirectory(unfinished);
      disk.rename(unfinished, path);
      disk.syncDirectory(parent());
      segment.moved(file(SegmentName.FIRST));
      made = true;
      return segment;
    } finally {
      if (!made) {
        segment.close();
      }
    }
  }

  /**
   * Gives a file the name of a segment, durably.
   *
   * @throws FileAlreadyExistsException when there is one already that is not before it: somebody
   *     else has written to this log
   */
  public void name(SegmentFile file, SegmentName name) throws IOException {
    for (SegmentName there : segments()) {
      if (there.sequence() >= name.sequence()) {
        throw new FileAlreadyExistsException(
            file(there).toString(),
            null,
            "somebody else wrote to this log, whose next segment was to be " + name);
      }
    }
    file.rename(disk, file(name));
    disk.syncDirectory(path);
  }

  /** Makes the names in it durable, and its own. */
  public void sync() throws IOException {
    disk.syncDirectory(path);
    disk.syncDirectory(parent());
  }

  private Path parent() {
    return Objects.requireNonNull(path.getParent(), "a log can't be the root directory");
  }

  private void requireEmpty() throws IOException {
    List<String> found;
    try {
      found = disk.list(path);
    } catch (NoSuchFileException missing) {
      return;
    }
    if (!found.isEmpty()) {
      throw new WalExistsException(
          path
              + " holds "
              + found.stream().sorted().findFirst().orElse("")
              + (found.size() == 1 ? "" : " and " + (found.size() - 1) + " more files")
              + "; expected a directory that is missing or empty");
    }
  }

  /** What is locked is not left by a crash: another kind of program is making this very log. */
  private void clear(Path unfinished) throws IOException {
    for (String name : disk.list(unfinished)) {
      Path file = unfinished.resolve(name);
      SegmentFile left = SegmentFile.open(disk, file, Disk.Access.WRITE);
      try (left) {
        disk.delete(file);
      }
    }
  }
}
