package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.DatabaseOptions;
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

  /**
   * Whether the file holds part of what {@link #write} writes and nothing else. Nothing but zeros
   * is taken for part of a file of the page size that is asked for now, and of no other.
   */
  static boolean isUnfinished(DiskFile file, int asked) throws IOException {
    if (file.size() > HIGH_WATER * DatabaseOptions.MAX_PAGE_SIZE_BYTES
        || file.size() % SECTOR_BYTES != 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found =
          arena.allocate(Math.max(1, file.size()), Long.BYTES).asSlice(0, file.size());
      file.read(0, found);
      if (isPartOf(found, image(arena, asked), true)) {
        return true;
      }
      for (int size = DatabaseOptions.MIN_PAGE_SIZE_BYTES;
          size <= DatabaseOptions.MAX_PAGE_SIZE_BYTES;
          size *= 2) {
        if (isPartOf(found, image(arena, size), false)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isPartOf(MemorySegment found, MemorySegment image, boolean orNothing) {
    if (found.byteSize() > image.byteSize()) {
      return false;
    }
    boolean something = orNothing;
    for (long at = 0; at < found.byteSize(); at += SECTOR_BYTES) {
      MemorySegment sector = found.asSlice(at, SECTOR_BYTES);
      if (!isZero(sector)) {
        if (sector.mismatch(image.asSlice(at, SECTOR_BYTES)) >= 0) {
          return false;
        }
        something = true;
      }
    }
    return something;
  }

  private static boolean isZero(MemorySegment sector) {
    return sector.mismatch(MemorySegment.ofArray(new byte[SECTOR_BYTES])) < 0;
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
