package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Keeps others from making the same log, in this process and in others, for as long as it takes. It
 * is a locked file that only its holder deletes. One may be locked that lost its name before: so
 * whoever has the lock writes a mark of its own into the file, and holds it only if the mark is
 * found under the name.
 */
final class CreationLock implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CreationLock.class.getName());

  private final Disk disk;
  private final SegmentFile file;

  private CreationLock(Disk disk, SegmentFile file) {
    this.disk = disk;
    this.file = file;
  }

  /**
   * Takes it, without waiting.
   *
   * @param path what the file is called
   * @throws WalLockedException when somebody else has it
   */
  static CreationLock take(Disk disk, Path path) throws IOException {
    SegmentFile file = SegmentFile.open(disk, path, Disk.Access.CREATE);
    boolean held = false;
    try {
      UUID mark = UUID.randomUUID();
      ByteBuffer bytes = ByteBuffer.allocateDirect(2 * Long.BYTES);
      bytes.putLong(0, mark.getMostSignificantBits());
      bytes.putLong(Long.BYTES, mark.getLeastSignificantBits());
      file.file().write(0, MemorySegment.ofBuffer(bytes));
      held = holds(disk, path, bytes);
    } finally {
      if (!held) {
        file.close();
      }
    }
    if (!held) {
      throw new WalLockedException(path + ": somebody else made a log at the same time");
    }
    return new CreationLock(disk, file);
  }

  private static boolean holds(Disk disk, Path path, ByteBuffer mark) throws IOException {
    try (var named = disk.open(path, Disk.Access.READ)) {
      ByteBuffer found = ByteBuffer.allocateDirect(mark.capacity());
      if (named.size() < found.capacity()) {
        return false;
      }
      named.read(0, MemorySegment.ofBuffer(found));
      return found.equals(mark);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Whoever comes next takes a file that was left behind. */
  @Override
  public void close() throws IOException {
    try {
      disk.delete(file.path());
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "{0} is left behind: {1}", file.path(), failed.getMessage());
    } finally {
      file.close();
    }
  }
}
