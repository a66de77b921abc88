package io.togglebolt.testkit;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The changes of one file that are not durable, in order. A write is kept in pieces that each lie
 * in one page, because the system writes pages back one by one.
 */
final class Unsynced {
  static final int SECTOR_BYTES = 512;
  private static final int PAGE_BYTES = 4096;

  private final List<Change> changes = new ArrayList<>();

  private sealed interface Change {}

  /** Bytes of one page. A write is stuck once a sync of it has failed. */
  private record Write(long offset, byte[] bytes, boolean stuck) implements Change {
    long page() {
      return offset / PAGE_BYTES;
    }

    long end() {
      return offset + bytes.length;
    }

    Write part(long from, long to) {
      return new Write(
          from, Arrays.copyOfRange(bytes, (int) (from - offset), (int) (to - offset)), stuck);
    }
  }

  private record Resize(long sizeBytes) implements Change {}

  void write(long offset, byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      long start = offset + done;
      int length = (int) Math.min(bytes.length - done, PAGE_BYTES - start % PAGE_BYTES);
      byte[] piece = new byte[length];
      System.arraycopy(bytes, done, piece, 0, length);
      changes.add(new Write(start, piece, false));
      done += length;
    }
  }

  void resize(long sizeBytes) {
    changes.add(new Resize(sizeBytes));
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** A range of bytes, the end not included. */
  interface Range {
    void visit(long from, long end);
  }

  /** Drops what is in pages that no sync would write, and says where they are. */
  void forgetStuck(Range forgotten) {
    Set<Long> dirty = dirtyPages();
    for (Iterator<Change> each = changes.iterator(); each.hasNext(); ) {
      if (each.next() instanceof Write write && !dirty.contains(write.page())) {
        each.remove();
        forgotten.visit(write.offset(), write.offset() + write.bytes().length);
      }
    }
  }

  private Set<Long> dirtyPages() {
    Set<Long> dirty = new HashSet<>();
    for (Change change : changes) {
      if (change instanceof Write write && !write.stuck()) {
        dirty.add(write.page());
      }
    }
    return dirty;
  }

  List<DiskEvent> events(Path path) {
    return changes.stream()
        .map(
            change ->
                switch (change) {
                  case Write write ->
                      new DiskEvent(
                          DiskOperation.WRITE, path, write.offset(), write.bytes().length);
                  case Resize resize ->
                      new DiskEvent(DiskOperation.RESIZE, path, 0, resize.sizeBytes());
                })
        .toList();
  }

  /** The system takes pages whose sync failed for clean, and does not write them again. */
  void syncFailed() {
    changes.replaceAll(
        change ->
            switch (change) {
              case Write write -> new Write(write.offset(), write.bytes(), true);
              case Resize resize -> resize;
            });
  }

  /** The same for the pages of one range. */
  void syncRangeFailed(long from, long to) {
    changes.replaceAll(
        change ->
            switch (change) {
              case Write write when write.offset() < to && write.end() > from ->
                  new Write(write.offset(), write.bytes(), true);
              case Write write -> write;
              case Resize resize -> resize;
            });
  }

  /**
   * Makes durable what a range of the file holds, which was just written. Changes of length that
   * are needed to read it back become durable with it, and those before them; writes elsewhere stay
   * as they were.
   */
  void syncRange(ByteImage durable, ByteImage seen, long from, long to) {
    List<Change> kept = new ArrayList<>();
    boolean lengthMatters = to > durable.size() || isCutBelow(to);
    for (Change change : changes) {
      switch (change) {
        case Resize resize when lengthMatters -> {
          durable.resize(resize.sizeBytes());
          cut(kept, resize.sizeBytes());
        }
        case Resize resize -> kept.add(resize);
        case Write write -> keepOutside(kept, write, from, to);
      }
    }
    byte[] now = new byte[Math.toIntExact(to - from)];
    seen.get(from, MemorySegment.ofArray(now));
    durable.put(from, now, 0, now.length);
    changes.clear();
    changes.addAll(kept);
  }

  private boolean isCutBelow(long end) {
    return changes.stream()
        .anyMatch(change -> change instanceof Resize resize && resize.sizeBytes() < end);
  }

  private static void keepOutside(List<Change> kept, Write write, long from, long to) {
    if (write.end() <= from || write.offset() >= to) {
      kept.add(write);
      return;
    }
    if (write.offset() < from) {
      kept.add(write.part(write.offset(), from));
    }
    if (write.end() > to) {
      kept.add(write.part(to, write.end()));
    }
  }

  /** Makes all durable, except for pages that are stuck and have not been written since. */
  void sync(ByteImage durable) {
    Set<Long> dirty = dirtyPages();
    List<Change> kept = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Resize resize -> {
          durable.resize(resize.sizeBytes());
          cut(kept, resize.sizeBytes());
        }
        case Write write when dirty.contains(write.page()) ->
            durable.put(write.offset(), write.bytes(), 0, write.bytes().length);
        case Write write -> kept.add(write);
      }
    }
    changes.clear();
    changes.addAll(kept);
  }

  /** What a durable cut took away can't come back when the file grows again. */
  private static void cut(List<Change> kept, long sizeBytes) {
    for (int i = kept.size() - 1; i >= 0; i--) {
      if (kept.get(i) instanceof Write write && write.offset() + write.bytes().length > sizeBytes) {
        int length = (int) Math.max(0, sizeBytes - write.offset());
        kept.set(i, new Write(write.offset(), Arrays.copyOf(write.bytes(), length), true));
      }
    }
  }

  /**
   * Applies to an image what might have reached the disk when the power went: of the changes of
   * length the first few, since file systems keep those in order, and of each sector any of the
   * states that it went through, whatever the others did.
   */
  void powerCut(ByteImage image, SplitMix64 random) {
    int percent = random.choice(0, 10, 50, 90, 100);
    TreeMap<Long, Integer> reached = new TreeMap<>();
    int resizes = 0;
    for (Change change : changes) {
      switch (change) {
        case Resize resize -> resizes++;
        case Write write ->
            forEachSector(write, (sector, from, to) -> reached.merge(sector, 1, Integer::sum));
      }
    }
    reached.replaceAll((sector, states) -> survivors(states, percent, random));
    apply(image, reached, survivors(resizes, percent, random));
  }

  private static int survivors(int count, int percent, SplitMix64 random) {
    if (percent == 100 || count == 0) {
      return count;
    }
    return random.chance(percent, 100) ? random.between(1, count) : 0;
  }

  private void apply(ByteImage image, Map<Long, Integer> reached, int resizes) {
    Map<Long, Integer> seen = new HashMap<>();
    int resized = 0;
    for (Change change : changes) {
      switch (change) {
        case Resize resize -> {
          if (resized++ < resizes) {
            image.resize(resize.sizeBytes());
          }
        }
        case Write write ->
            forEachSector(
                write,
                (sector, from, to) -> {
                  if (seen.merge(sector, 1, Integer::sum) <= reached.getOrDefault(sector, 0)) {
                    image.put(write.offset() + from, write.bytes(), from, to - from);
                  }
                });
      }
    }
  }

  /** A part of a write, from and to being indexes into its bytes. */
  private interface SectorPart {
    void visit(long sector, int from, int to);
  }

  private static void forEachSector(Write write, SectorPart visitor) {
    int length = write.bytes().length;
    for (int from = 0; from < length; ) {
      long start = write.offset() + from;
      int to = (int) Math.min(length, from + SECTOR_BYTES - start % SECTOR_BYTES);
      visitor.visit(start / SECTOR_BYTES, from, to);
      from = to;
    }
  }
}
