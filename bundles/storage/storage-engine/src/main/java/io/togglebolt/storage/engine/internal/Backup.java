package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Copies the file as one reader sees it. The pages of that state stay as they are while the reader
 * is open; all others may change while they are copied, and nothing in the copy refers to them.
 * That holds for the list of free pages too, so the copy's metas say that there is none.
 */
final class Backup {
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int METAS = 2;

  private final ReadTransaction reader;
  private final FileStore store;
  private final int pageSize;
  private final long sizeBytes;

  /** Takes the bytes of the copy. */
  private interface Sink {
    void write(long offset, MemorySegment bytes) throws IOException;
  }

  Backup(ReadTransaction reader, FileStore store) {
    this.reader = reader;
    this.store = store;
    pageSize = reader.base().pageSize();
    sizeBytes = reader.sizeBytes();
  }

  /** Writes the copy from its beginning to its end. */
  long to(OutputStream out) throws IOException {
    Sink sink = (offset, bytes) -> out.write(bytes.toArray(ValueLayout.JAVA_BYTE));
    metas(sink);
    pages(sink);
    out.flush();
    return sizeBytes;
  }

  /** Makes the file, which must not exist; the metas come last. */
  long to(Disk disk, Path target) throws IOException {
    return NewCopy.make(
        disk,
        target,
        () -> {
          try (DiskFile file = disk.open(target, Disk.Access.WRITE)) {
            pages(file::write);
            file.sync();
            metas(file::write);
            file.sync();
          }
          return sizeBytes;
        });
  }

  private void metas(Sink sink) throws IOException {
    Meta seen = reader.base();
    // A file whose first meta alone is left has seen transaction 0, and nothing comes before that.
    long newer = Math.max(1, seen.txid());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate((long) METAS * pageSize, Long.BYTES);
      for (long txid = newer - 1; txid <= newer; txid++) {
        Meta meta =
            new Meta(
                pageSize,
                seen.root(),
                seen.sequence(),
                Layouts.NO_FREELIST,
                seen.highWater(),
                txid);
        meta.write(pages.asSlice(meta.page() * pageSize, pageSize));
      }
      sink.write(0, pages);
    }
  }

  private void pages(Sink sink) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(CHUNK_BYTES, pageSize), Long.BYTES);
      long offset = (long) METAS * pageSize;
      while (offset < sizeBytes) {
        requireNotInterrupted();
        MemorySegment chunk = buffer.asSlice(0, Math.min(buffer.byteSize(), sizeBytes - offset));
        store.read(offset, chunk);
        // Only what was read while the reader was open is surely what it saw.
        reader.requireOpen();
        sink.write(offset, chunk);
        offset += chunk.byteSize();
      }
    }
  }

  static void requireNotInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while copying");
    }
  }
}
