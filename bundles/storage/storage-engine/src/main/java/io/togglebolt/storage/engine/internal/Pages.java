package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.getU16;
import static io.togglebolt.storage.engine.internal.Layouts.getU32;
import static io.togglebolt.storage.engine.internal.Layouts.getU64;

import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;

/**
 * The committed pages as one transaction may see them: those below its high-water mark, in one
 * mapping. Every page is checked before it is used, so that a damaged file gives an error and never
 * a wild read.
 */
final class Pages {
  private final String file;
  private final MemorySegment mapped;
  private final int pageSize;
  private final long highWater;

  /**
   * @param file the file's name, for messages
   * @param mapped the file's bytes from offset 0, at least up to the high-water mark
   */
  Pages(String file, MemorySegment mapped, int pageSize, long highWater) {
    this.file = file;
    this.mapped = mapped;
    this.pageSize = pageSize;
    this.highWater = highWater;
  }

  MemorySegment mapped() {
    return mapped;
  }

  int pageSize() {
    return pageSize;
  }

  long highWater() {
    return highWater;
  }

  String file() {
    return file;
  }

  /** Points {@code view} at a tree page, after checking that it is one. */
  void treePage(long id, PageView view) {
    long base = base(id);
    int flags = getU16(mapped, base + Layouts.PAGE_FLAGS);
    if (flags != Layouts.BRANCH && flags != Layouts.LEAF) {
      throw corrupt(id, "found " + Layouts.typeName(flags) + ", expected a branch or leaf page");
    }
    long length = runLength(id) * pageSize;
    view.point(
        this,
        mapped,
        base,
        length,
        id,
        flags == Layouts.LEAF,
        getU16(mapped, base + Layouts.PAGE_COUNT));
  }

  /** How many pages the run that begins at this page takes: 1 and its overflow. */
  long runLength(long id) {
    long base = base(id);
    long found = getU64(mapped, base + Layouts.PAGE_ID);
    if (found != id) {
      throw corrupt(
          id, "found page id " + Long.toUnsignedString(found) + " in its header, expected " + id);
    }
    long overflow = getU32(mapped, base + Layouts.PAGE_OVERFLOW);
    if (overflow >= Math.min(highWater - id, Integer.MAX_VALUE)) {
      throw corrupt(
          id,
          "found "
              + overflow
              + " overflow pages, expected at most "
              + (highWater - id - 1)
              + " below the high-water page "
              + highWater);
    }
    return 1 + overflow;
  }

  /** Points {@code view} at the page that is stored inside a bucket entry's value. */
  void inlinePage(MemorySegment segment, long base, long length, PageView view) {
    long at = inlineId(segment, base);
    if (length < Layouts.PAGE_HEADER) {
      throw corrupt(
          at, "found an inline bucket of " + length + " bytes, expected at least a page header");
    }
    int flags = getU16(segment, base + Layouts.PAGE_FLAGS);
    if (flags != Layouts.LEAF) {
      throw corrupt(
          at, "found " + Layouts.typeName(flags) + " in an inline bucket, expected a leaf");
    }
    view.point(this, segment, base, length, at, true, getU16(segment, base + Layouts.PAGE_COUNT));
  }

  /** The page's offset, after checking its id against the high-water mark. */
  private long base(long id) {
    if (id < 2 || id >= highWater) {
      throw new CorruptPageException(
          file,
          "page " + Long.toUnsignedString(id),
          id,
          CorruptPageException.NONE,
          "found a reference to page "
              + Long.toUnsignedString(id)
              + ", expected 2 to "
              + (highWater - 1));
    }
    return id * pageSize;
  }

  /**
   * A page inside a bucket entry's value has no id. It is told by minus its offset in the file, or
   * by 0 where it lies in memory only.
   */
  private long inlineId(MemorySegment segment, long base) {
    if (!segment.isNative() || !mapped.isNative()) {
      return 0;
    }
    long offset = segment.address() + base - mapped.address();
    return offset > 0 && offset < mapped.byteSize() ? -offset : 0;
  }

  /** Damage at a page, or at the page inside a bucket's entry that {@link #inlinePage} told of. */
  CorruptPageException corrupt(long id, String problem) {
    if (id > 0) {
      return new CorruptPageException(file, "page " + id, id, id * pageSize, problem);
    }
    if (id == 0) {
      long none = CorruptPageException.NONE;
      return new CorruptPageException(file, "an inline page", none, none, problem);
    }
    long page = -id / pageSize;
    return new CorruptPageException(file, "an inline page in page " + page, page, -id, problem);
  }
}
