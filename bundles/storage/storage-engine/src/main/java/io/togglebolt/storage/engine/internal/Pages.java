package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.getU16;
import static io.togglebolt.storage.engine.internal.Layouts.getU32;
import static io.togglebolt.storage.engine.internal.Layouts.getU64;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.StorageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /** Tells how long the file is; null where only memory is looked at. */
  private final @Nullable FileStore store;

  /** Pages in memory that no file can be cut under. */
  Pages(String file, MemorySegment mapped, int pageSize, long highWater) {
    this(file, mapped, pageSize, highWater, null);
  }

  /**
   * @param file the file's name, for messages
   * @param mapped the file's bytes from offset 0, at least up to the high-water mark
   */
  Pages(
      String file, MemorySegment mapped, int pageSize, long highWater, @Nullable FileStore store) {
    this.file = file;
    this.mapped = mapped;
    this.pageSize = pageSize;
    this.highWater = highWater;
    this.store = store;
  }

  /** Those of a state of a file, as long as the mapping is held. */
  static Pages of(Path file, FileStore store, FileStore.Mapping mapping, Meta state) {
    return new Pages(
        file.toString(), mapping.segment(), state.pageSize(), state.highWater(), store);
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
    requireId(id, base);
    // Flags, count and overflow are one word, so that the header is touched twice only.
    long word = getU64(mapped, base + Layouts.PAGE_FLAGS);
    int flags = (int) word & 0xFFFF;
    if (flags != Layouts.BRANCH && flags != Layouts.LEAF) {
      throw corrupt(id, "found " + Layouts.typeName(flags) + ", expected a branch or leaf page");
    }
    long length = runLength(id, word >>> Integer.SIZE) * pageSize;
    int count = (int) (word >>> Short.SIZE) & 0xFFFF;
    view.point(this, mapped, base, length, id, flags == Layouts.LEAF, count);
  }

  /** How many pages the run that begins at this page takes: 1 and its overflow. */
  long runLength(long id) {
    long base = base(id);
    requireId(id, base);
    return runLength(id, getU32(mapped, base + Layouts.PAGE_OVERFLOW));
  }

  private void requireId(long id, long base) {
    long found = getU64(mapped, base + Layouts.PAGE_ID);
    if (found != id) {
      throw corrupt(
          id, "found page id " + Long.toUnsignedString(found) + " in its header, expected " + id);
    }
  }

  private long runLength(long id, long overflow) {
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

  /**
   * What a failed read means. A page that somebody else has cut off the file makes the access an
   * InternalError, or gives nonsense that is refused; both are told as what they are.
   */
  RuntimeException explain(Throwable failure) {
    boolean fault = failure instanceof InternalError;
    if (fault
        || failure instanceof CorruptPageException
        || !(failure instanceof StorageException)) {
      long expected = highWater * pageSize;
      long found = actualBytes(expected);
      if (found < expected) {
        return caused(
            failure,
            new CorruptPageException(
                file,
                "the file's end",
                found / pageSize,
                found,
                "found "
                    + found
                    + " bytes, expected at least "
                    + expected
                    + ": somebody else has cut the file while it was open"));
      }
    }
    if (fault) {
      return caused(
          failure,
          new CorruptPageException(
              file,
              "a page",
              CorruptPageException.NONE,
              CorruptPageException.NONE,
              "could not be read, since the system refused it: " + failure.getMessage()));
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private static CorruptPageException caused(Throwable cause, CorruptPageException damage) {
    damage.initCause(cause);
    return damage;
  }

  private long actualBytes(long otherwise) {
    try {
      return store != null ? store.actualBytes() : otherwise;
    } catch (IOException unknown) {
      // Then the failure is told as it came.
      return otherwise;
    }
  }
}
