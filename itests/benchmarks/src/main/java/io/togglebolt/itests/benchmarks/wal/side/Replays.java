package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVisitor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Logs of a given size that are opened again and again. */
final class Replays {
  private static final int BATCH_BYTES = 1 << 18;
  private static final int READ_BYTES = 1 << 20;
  private static final long TERM = 1;

  private final Path folder;

  /** In that folder. */
  Replays(Path folder) {
    this.folder = folder;
  }

  /** Makes a log of {@code bytes} in entries of {@code size} bytes, with a mark at its end. */
  Map<String, Long> fill(Request request) throws IOException, InterruptedException {
    byte[] data = LogTurns.data(request.integer("size"));
    long entries = Math.ceilDiv(request.integer("bytes"), data.length);
    int batch = Math.max(1, BATCH_BYTES / data.length);
    try (Wal log = Logs.create(folder, request.text("by"))) {
      CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
      for (long done = 0; done < entries; done += batch) {
        Entry[] some = new Entry[(int) Math.min(batch, entries - done)];
        for (int i = 0; i < some.length; i++) {
          some[i] = Entry.of(TERM, done + i + 1, data);
        }
        last = log.append(HardState.EMPTY, List.of(some));
      }
      last.join();
      log.save(new HardState(TERM, 0, entries), List.of());
      log.saveSnapshot(SnapshotMark.of(entries, TERM)).join();
      return Map.of("entries", entries, "bytes", log.status().savedBytes());
    }
  }

  /**
   * Opens the log and replays it, from its beginning or from its last mark; {@code cold=1} lets the
   * system forget the files before. Closing it does not count.
   */
  Map<String, Long> replay(Request request) throws IOException {
    long entries = request.integer("entries");
    SnapshotMark from =
        switch (request.text("from")) {
          case "beginning" -> SnapshotMark.BEGINNING;
          case "end" -> SnapshotMark.of(entries, TERM);
          default ->
              throw new IllegalArgumentException("mark " + request.text("from") + " is unknown");
        };
    warmOrCold(request);
    Counting counting = new Counting();
    long begin = System.nanoTime();
    Wal log =
        Logs.factory()
            .open(folder, from, counting, WalOptions.defaults().withWriter(request.text("by")));
    long nanos = System.nanoTime() - begin;
    log.close();
    if (counting.entries != entries - from.index()) {
      throw new IllegalStateException(
          counting.entries + " entries were replayed; expected " + (entries - from.index()));
    }
    return Map.of("nanos", nanos, "entries", counting.entries);
  }

  /** Reads the same files and does nothing with them. */
  Map<String, Long> read(Request request) throws IOException {
    warmOrCold(request);
    long bytes = 0;
    long begin = System.nanoTime();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(READ_BYTES);
      for (Path file : files()) {
        bytes += read(file, buffer);
      }
    }
    return Map.of("nanos", System.nanoTime() - begin, "bytes", bytes);
  }

  private static long read(Path path, MemorySegment buffer) throws IOException {
    int file = SystemCalls.open(path, false);
    try {
      long offset = 0;
      for (long count = 1; count > 0; offset += count) {
        count = SystemCalls.read(file, buffer, offset);
      }
      return offset;
    } finally {
      SystemCalls.close(file);
    }
  }

  private void warmOrCold(Request request) throws IOException {
    if (request.integer("cold") == 0) {
      return;
    }
    for (Path path : files()) {
      int file = SystemCalls.open(path, false);
      try {
        SystemCalls.sync(file);
        SystemCalls.forget(file);
      } finally {
        SystemCalls.close(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(".wal")).sorted().toList();
    }
  }

  /** Looks at each entry as little as one can. */
  private static final class Counting implements WalVisitor {
    private long entries;

    @Override
    public void entry(Entry entry) {
      entries++;
    }
  }
}
