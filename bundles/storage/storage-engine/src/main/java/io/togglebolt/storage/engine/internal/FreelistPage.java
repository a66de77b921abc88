package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.FREELIST_COUNT_IN_ELEMENT;
import static io.togglebolt.storage.engine.internal.Layouts.U64;

import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;

/** The persisted freelist: all ids that are free or pending, ascending. */
final class FreelistPage {
  /**
   * The longest list that is written: a gigabyte of it. A file with more free pages than that keeps
   * no list, which the format allows, and is scanned at the next opening.
   */
  static final long MAX_IDS = 1L << 27;

  private FreelistPage() {}

  /**
   * How many pages a list of {@code ids} gets. Like bbolt's, one page more than needed where the
   * list just fills the last.
   */
  static int pagesFor(long ids, int pageSize) {
    long elements = ids >= FREELIST_COUNT_IN_ELEMENT ? ids + 1 : ids;
    return Math.toIntExact((Layouts.PAGE_HEADER + elements * Long.BYTES) / pageSize + 1);
  }

  /** Writes the list to its page run, all of it. */
  static void write(
      MemorySegment target, long page, int pages, long ids, PrimitiveIterator.OfLong ascending) {
    boolean countInElement = ids >= FREELIST_COUNT_IN_ELEMENT;
    int count = countInElement ? FREELIST_COUNT_IN_ELEMENT : (int) ids;
    Layouts.putPageHeader(target, page, Layouts.FREELIST, count, pages - 1);
    long at = Layouts.PAGE_HEADER;
    if (countInElement) {
      target.set(U64, at, ids);
      at += Long.BYTES;
    }
    for (long i = 0; i < ids; i++) {
      target.set(U64, at, ascending.nextLong());
      at += Long.BYTES;
    }
    target.asSlice(at).fill((byte) 0);
  }

  /** Reads the list into runs; refuses one that is out of order or out of range. */
  static RunSet read(Pages pages, long page) {
    MemorySegment mapped = pages.mapped();
    long run = pages.runLength(page);
    long base = page * pages.pageSize();
    int flags = Layouts.getU16(mapped, base + Layouts.PAGE_FLAGS);
    if (flags != Layouts.FREELIST) {
      throw pages.corrupt(page, "found " + Layouts.typeName(flags) + ", expected the freelist");
    }
    long ids = Layouts.getU16(mapped, base + Layouts.PAGE_COUNT);
    long at = base + Layouts.PAGE_HEADER;
    if (ids == FREELIST_COUNT_IN_ELEMENT) {
      ids = Layouts.getU64(mapped, at);
      at += Long.BYTES;
    }
    long room = (base + run * pages.pageSize() - at) / Long.BYTES;
    if (ids < 0 || ids > room) {
      throw pages.corrupt(
          page, "found a freelist of " + Long.toUnsignedString(ids) + " ids, room for " + room);
    }
    return readIds(pages, page, at, ids);
  }

  private static void requireRoom(Pages pages, long page, RunSet free) {
    if (free.runs() > HeapLimits.maxRuns()) {
      throw pages.corrupt(
          page,
          "found a freelist of more than "
              + HeapLimits.maxRuns()
              + " runs, which is all that this heap has room for; start Java with a larger -Xmx");
    }
  }

  private static RunSet readIds(Pages pages, long page, long from, long ids) {
    RunSet free = new RunSet();
    long start = 0;
    long length = 0;
    for (long i = 0; i < ids; i++) {
      long id = Layouts.getU64(pages.mapped(), from + i * Long.BYTES);
      if (id < 2 || id >= pages.highWater()) {
        throw pages.corrupt(
            page,
            "found free page "
                + Long.toUnsignedString(id)
                + ", expected 2 to "
                + (pages.highWater() - 1));
      }
      if (id == start + length) {
        length++;
      } else if (id < start + length) {
        throw pages.corrupt(page, "found free page " + id + " out of order or twice");
      } else {
        if (length > 0) {
          free.add(start, length);
          requireRoom(pages, page, free);
        }
        start = id;
        length = 1;
      }
    }
    if (length > 0) {
      free.add(start, length);
    }
    return free;
  }
}
