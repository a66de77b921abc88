package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The four pages that a new database begins with: two metas, an empty freelist, an empty leaf that
 * is the root. A crash while they are written for the first time leaves some of their sectors and
 * not others; such a file holds nothing yet and is written again.
 */
final class NewFile {
  private static final long FREELIST = 2;
  private static final long ROOT = 3;
  private static final long HIGH_WATER = 4;

  /** What a disk writes whole or not at all. */
  private static final int SECTOR_BYTES = 512;

  private NewFile() {}

  /** Writes the four pages: first what the metas speak of, and once that is durable the metas. */
  static void write(DiskFile file, int pageSize) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = image(arena, pageSize);
      long metas = FREELIST * pageSize;
      file.write(metas, pages.asSlice(metas));
      file.sync();
      file.write(0, pages.asSlice(0, metas));
      file.sync();
    } catch (IOException refused) {
      empty(file, refused);
      throw refused;
    }
  }

  /** A file that could not be made is left as it was found: empty. */
  private static void empty(DiskFile file, IOException refused) {
    try {
      file.resize(0);
    } catch (IOException again) {
      refused.addSuppressed(again);
    }
  }

  /** Whether the file holds part of what {@link #write} writes and nothing else. */
  static boolean isUnfinished(DiskFile file, int pageSize) throws IOException {
    long size = file.size();
    if (size > HIGH_WATER * pageSize || size % SECTOR_BYTES != 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment expected = image(arena, pageSize);
      MemorySegment zeros = arena.allocate(SECTOR_BYTES, Long.BYTES);
      MemorySegment found = arena.allocate(Math.max(1, size), Long.BYTES).asSlice(0, size);
      file.read(0, found);
      for (long at = 0; at < size; at += SECTOR_BYTES) {
        long length = Math.min(SECTOR_BYTES, size - at);
        MemorySegment sector = found.asSlice(at, length);
        if (sector.mismatch(expected.asSlice(at, length)) >= 0
            && sector.mismatch(zeros.asSlice(0, length)) >= 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static MemorySegment image(Arena arena, int pageSize) {
    MemorySegment pages = arena.allocate(HIGH_WATER * pageSize, Long.BYTES);
    for (long txid = 0; txid < 2; txid++) {
      new Meta(pageSize, ROOT, 0, FREELIST, HIGH_WATER, txid)
          .write(pages.asSlice(txid * pageSize, pageSize));
    }
    Layouts.putPageHeader(pages.asSlice(FREELIST * pageSize), FREELIST, Layouts.FREELIST, 0, 0);
    Layouts.putPageHeader(pages.asSlice(ROOT * pageSize), ROOT, Layouts.LEAF, 0, 0);
    return pages;
  }
}
