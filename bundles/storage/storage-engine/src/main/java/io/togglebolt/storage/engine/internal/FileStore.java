package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import io.togglebolt.storage.DatabaseClosedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The database's file and its mappings. A longer file gets a longer mapping; the old one stays
 * until the last transaction that reads through it has ended, so that growing waits for nobody.
 *
 * <p>{@link #current} is replaced by the writer alone. A mapping counts its users, and whoever
 * makes the count zero unmaps it. Readers are not counted: a number that all of them write to would
 * be what they wait for. The store is a user on their behalf, until a scan of the readers shows
 * that none of them reads through the mapping any more, or until the close, which has ended them
 * all.
 */
final class FileStore {
  private static final long FIRST_MAP_BYTES = 1 << 20;
  private static final long MAP_STEP_BYTES = 1 << 30;
  private static final long FIRST_FILE_BYTES = 1 << 15;
  private static final long FILE_STEP_BYTES = 1 << 24;

  /** A mapping that several transactions use. */
  static final class Mapping {
    private final FileMapping file;
    private final AtomicInteger users = new AtomicInteger(1);

    private Mapping(FileMapping file) {
      this.file = file;
    }

    MemorySegment segment() {
      return file.segment();
    }

    private boolean tryUse() {
      int before = users.get();
      while (before > 0 && !users.compareAndSet(before, before + 1)) {
        before = users.get();
      }
      return before > 0;
    }

    void release() {
      if (users.decrementAndGet() == 0) {
        file.close();
      }
    }
  }

  private final DiskFile file;
  private final int pageSize;
  private final boolean sync;
  private volatile Mapping current;

  /** Guarded by its own monitor, since a close may come into a commit that hangs. */
  private final RetiredMappings<Mapping> retired = new RetiredMappings<>();

  private volatile long fileBytes;
  private volatile boolean closed;

  /** Whether the state that this session began with is surely on the disk. The writer's. */
  private boolean settled;

  /** Maps at least the given number of bytes. */
  FileStore(DiskFile file, int pageSize, long mapBytes, boolean sync) throws IOException {
    this.file = file;
    this.pageSize = pageSize;
    this.sync = sync;
    fileBytes = file.size();
    current = new Mapping(file.map(mapSize(Math.max(mapBytes, fileBytes))));
  }

  /**
   * The current mapping; the caller releases it.
   *
   * @throws DatabaseClosedException when the store is closed
   */
  Mapping use() {
    while (!closed) {
      Mapping mapping = current;
      if (mapping.tryUse()) {
        return mapping;
      }
    }
    throw new DatabaseClosedException("the database is closed");
  }

  /**
   * Makes the state that the session began with durable, once, before its first change of the file.
   * A holder that died between the write of its meta and the sync, or whose sync failed, leaves a
   * meta in the system's cache that the disk may not have. What that meta calls free may belong to
   * the state that the disk has, so nothing may be written there yet. The meta is written again
   * because the system takes pages whose sync failed for clean.
   */
  void settle(Meta base) throws IOException {
    if (settled || !sync) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment meta = arena.allocate(Layouts.PAGE_HEADER + Meta.SIZE, Long.BYTES);
      base.write(meta);
      file.write(base.page() * pageSize, meta);
    }
    file.sync();
    settled = true;
  }

  /**
   * Makes file and mapping long enough for so many pages. Called by the writer, before a meta
   * speaks of them.
   */
  void ensurePages(long pages) throws IOException {
    long needed = Math.multiplyExact(pages, (long) pageSize);
    if (needed > fileBytes) {
      long size = fileSize(needed);
      file.resize(size);
      fileBytes = size;
    }
    Mapping old = current;
    if (needed > old.segment().byteSize()) {
      Mapping longer = new Mapping(file.map(mapSize(needed)));
      synchronized (retired) {
        if (closed) {
          longer.release();
          throw new IOException("the database is closed");
        }
        current = longer;
        retired.replaced(old);
      }
    }
  }

  /**
   * Makes the file just long enough for so many pages, which nobody is going to read through this
   * store: the last write of a session leaves no room for others behind what was shrunk.
   */
  void lengthen(long pages) throws IOException {
    long needed = Math.multiplyExact(pages, (long) pageSize);
    if (needed > fileBytes) {
      file.resize(needed);
      fileBytes = needed;
    }
  }

  /**
   * Cuts the file after so many pages. Called at a boundary between two write transactions, when no
   * durable meta and no reader speaks of more. Mappings stay as they are: what lies beyond the
   * file's end in them is not touched, since each page id is checked against its reader's own
   * high-water mark.
   */
  void truncate(long pages) throws IOException {
    long wanted = Math.multiplyExact(pages, (long) pageSize);
    if (wanted < fileBytes) {
      file.resize(wanted);
      fileBytes = wanted;
    }
  }

  /** What a state that is about to be published is read through. The store keeps it. */
  MemorySegment newestMapping() {
    return current.segment();
  }

  /** The state of that transaction, which names {@link #newestMapping()}, was published. */
  void published(long txid) {
    synchronized (retired) {
      retired.published(txid);
    }
  }

  /**
   * Gives up mappings that no reader is in.
   *
   * @param seen what a scan of the readers found after the last publication
   */
  void releaseUnseen(long[] seen) {
    synchronized (retired) {
      retired.release(seen, Mapping::release);
    }
  }

  /** How long the file is now, whoever changed it. */
  long actualBytes() throws IOException {
    return file.size();
  }

  /**
   * Powers of two up to one step, then whole steps: few mappings, and address space costs nothing.
   */
  private static long mapSize(long needed) {
    return roundUp(needed, FIRST_MAP_BYTES, MAP_STEP_BYTES);
  }

  private static long fileSize(long needed) {
    return roundUp(needed, FIRST_FILE_BYTES, FILE_STEP_BYTES);
  }

  private static long roundUp(long needed, long least, long step) {
    if (needed > step) {
      return (needed + step - 1) / step * step;
    }
    long size = least;
    while (size < needed) {
      size *= 2;
    }
    return size;
  }

  /** Fills the target from the file itself, not through the mapping. */
  void read(long offset, MemorySegment target) throws IOException {
    file.read(offset, target);
  }

  void write(DirtyPages pages) throws IOException {
    pages.write(file);
  }

  /** Writes a meta page, which is durable when this returns, unless the store does not sync. */
  void writeMeta(MemorySegment page, long id) throws IOException {
    if (sync) {
      file.writeDurably(id * pageSize, page);
    } else {
      file.write(id * pageSize, page);
    }
  }

  void sync() throws IOException {
    if (sync) {
      file.sync();
    }
  }

  long fileBytes() {
    return fileBytes;
  }

  /** Gives up the file and its lock, when no reader is left. A hanging commit keeps its mapping. */
  void close() throws IOException {
    closed = true;
    try {
      synchronized (retired) {
        retired.releaseAll(Mapping::release);
        current.release();
      }
    } finally {
      file.close();
    }
  }
}
