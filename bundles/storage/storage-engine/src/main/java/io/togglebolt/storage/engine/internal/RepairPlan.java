package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.RepairReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes that mend a file, worked out before the first of them is made: new pages, then metas
 * that speak of them. A meta lies within one sector, which a disk writes whole or not at all; until
 * it is written the file says what it said before.
 */
final class RepairPlan {
  private static final int COPY_BYTES = 1 << 20;

  private record Patch(long offset, MemorySegment bytes) {}

  private final Arena arena;
  private final List<Patch> pages = new ArrayList<>();
  private final List<Patch> metas = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private RepairReport.Listed unproven = RepairReport.Listed.none();

  /** Its bytes live as long as the arena. */
  RepairPlan(Arena arena) {
    this.arena = arena;
  }

  /** Tells what will have been done. */
  void tell(String sentence) {
    done.add(sentence);
  }

  void tellUnproven(Tally what) {
    unproven = what.listed();
  }

  /** Writes a meta to page 0 or 1. */
  void putMeta(int slot, Meta meta) {
    MemorySegment bytes = arena.allocate(Layouts.PAGE_HEADER + Meta.SIZE, Long.BYTES);
    meta.write(bytes);
    bytes.set(Layouts.U64, Layouts.PAGE_ID, slot);
    metas.add(new Patch((long) slot * meta.pageSize(), bytes));
  }

  /**
   * Writes a list of free pages.
   *
   * @param free what is free below {@code at}
   * @param at the list's first page, which no valid state reaches to
   * @return the state with that list
   */
  Meta putFreelist(Meta meta, RunSet free, long at) {
    int count = FreelistPage.pagesFor(free.pages(), meta.pageSize());
    MemorySegment bytes = arena.allocate((long) count * meta.pageSize(), Long.BYTES);
    FreelistPage.write(bytes, at, count, free.pages(), free.ids());
    pages.add(new Patch(at * meta.pageSize(), bytes));
    return new Meta(meta.pageSize(), meta.root(), meta.sequence(), at, at + count, meta.txid());
  }

  /** Makes the changes where the file lies. */
  void apply(DiskFile file) throws IOException {
    for (Patch patch : pages) {
      file.write(patch.offset, patch.bytes);
    }
    file.sync();
    for (Patch patch : metas) {
      file.write(patch.offset, patch.bytes);
      file.sync();
    }
  }

  /** Makes them in an empty file, which is no database before its metas are written at the end. */
  void copy(RepairSource source, DiskFile target) throws IOException {
    long head = 2L * source.newest().pageSize();
    MemorySegment buffer = arena.allocate(COPY_BYTES, Long.BYTES);
    target.resize(source.sizeBytes());
    for (long at = head; at < source.sizeBytes(); at += COPY_BYTES) {
      MemorySegment part = buffer.asSlice(0, Math.min(COPY_BYTES, source.sizeBytes() - at));
      source.file().read(at, part);
      if (!isZero(part)) {
        target.write(at, part);
      }
    }
    for (Patch patch : pages) {
      target.write(patch.offset, patch.bytes);
    }
    target.sync();
    MemorySegment first = arena.allocate(Math.min(head, source.sizeBytes()), Long.BYTES);
    source.file().read(0, first);
    for (Patch patch : metas) {
      first.asSlice(patch.offset).copyFrom(patch.bytes);
    }
    target.write(0, first);
    target.sync();
  }

  /** What is zero stays a hole. */
  private static boolean isZero(MemorySegment part) {
    long at = 0;
    for (; at + Long.BYTES <= part.byteSize(); at += Long.BYTES) {
      if (part.get(Layouts.U64, at) != 0) {
        return false;
      }
    }
    return at == part.byteSize();
  }

  RepairReport report(Path source, Path result) {
    return new RepairReport(source, result, done, RepairReport.Losses.none(), unproven);
  }
}
