package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.FREELIST_COUNT_IN_ELEMENT;
import static io.togglebolt.storage.engine.internal.Layouts.U64;

import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;

/** The persisted freelist: all ids that are free or pending, ascending. */
final class FreelistPage {
  /**
   * The longest list that is written: a gigabyte of it. A file with more free pages than that keeps
   * no list, which the format allows, and is scanned at the next opening.
   */
  static final long MAX_IDS = 1L << 27;

  /** How many ids are copied at a time: a few pages of memory, which the processor keeps near. */
  private static final int BLOCK_IDS = 4096;

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

  private static RunSet readIds(Pages pages, long page, long from, long ids) {
    RunSet free = new RunSet();
    long mostRuns = HeapLimits.maxRuns();
    long[] block = new long[(int) Math.min(ids, BLOCK_IDS)];
    long start = 0;
    long end = 0;
    for (long read = 0; read < ids; read += block.length) {
      int count = (int) Math.min(ids - read, block.length);
      MemorySegment.copy(pages.mapped(), U64, from + read * Long.BYTES, block, 0, count);
      for (int i = 0; i < count; i++) {
        long id = block[i];
        if (end > 0 && id == end && id < pages.highWater()) {
          end++;
          continue;
        }
        requireNext(pages, page, id, end);
        if (end > 0) {
          free.add(start, end - start);
          if (free.runs() > mostRuns) {
            throw tooManyRuns(pages, page, mostRuns);
          }
        }
        start = id;
        end = id + 1;
      }
    }
    if (end > 0) {
      free.add(start, end - start);
    }
    return free;
  }

  /** Refuses an id that no page has, or that is not above those before it. */
  private static void requireNext(Pages pages, long page, long id, long end) {
    if (id < 2 || id >= pages.highWater()) {
      throw pages.corrupt(
          page,
          "found free page "
              + Long.toUnsignedString(id)
              + ", expected 2 to "
              + (pages.highWater() - 1));
    }
    if (id < end) {
      throw pages.corrupt(page, "found free page " + id + " out of order or twice");
    }
  }

  private static CorruptPageException tooManyRuns(Pages pages, long page, long most) {
    return pages.corrupt(
        page,
        "found a freelist of more than "
            + most
            + " runs, which is all that this heap has room for; start Java with a larger -Xmx");
  }
}
