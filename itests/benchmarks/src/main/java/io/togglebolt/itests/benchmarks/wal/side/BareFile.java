package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Request;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The raw device: a loop that does nothing but write and sync, into a file that is preallocated
 * like a segment of a log. A new file is made between the turns, when nobody looks.
 *
 * <p>{@code bare} writes and calls fdatasync(2), into reserved space that was never written; {@code
 * bare-dsync} makes one synchronous call, into space that was filled with zeros.
 */
final class BareFile implements AutoCloseable {
  private static final long SEGMENT_BYTES = 64_000_000;
  private static final long IOVEC_BYTES = 16;
  private static final long PAGE_BYTES = 4_096;
  private static final long ZEROS_BYTES = 1 << 20;

  /** How bytes become durable. */
  private enum Way {
    FDATASYNC,
    DSYNC
  }

  private final Path path;
  private int file = -1;
  private long offset;
  private long end;

  /** In that folder. */
  BareFile(Path folder) {
    path = folder.resolve("bare.tmp");
  }

  private static Way way(Request request) {
    return switch (request.text("by")) {
      case "bare" -> Way.FDATASYNC;
      case "bare-dsync" -> Way.DSYNC;
      default ->
          throw new IllegalArgumentException("bare way " + request.text("by") + " is unknown");
    };
  }

  /** Saves of {@code frame} bytes, one after another, for {@code millis}. */
  Map<String, Long> append(Request request) throws IOException {
    long bytes = request.integer("frame");
    long allowedNanos = request.millisAsNanos("millis");
    if (end - offset < SEGMENT_BYTES / 2) {
      renew(SEGMENT_BYTES, way(request));
    }
    Latencies latencies = new Latencies();
    try (Arena arena = Arena.ofConfined()) {
      Writing writing = new Writing(way(request), arena, bytes);
      long begin = System.nanoTime();
      long now = begin;
      while (now - begin < allowedNanos && offset + bytes <= end) {
        writing.once();
        long then = now;
        now = System.nanoTime();
        latencies.add(now - then);
      }
      return Answers.saves(latencies, latencies.count() * bytes, latencies.count(), now - begin);
    }
  }

  /** {@code bytes} in writes of {@code batch} bytes, each made durable before the next. */
  Map<String, Long> stream(Request request) throws IOException {
    long batch = request.integer("batch");
    long times = Math.ceilDiv(request.integer("bytes"), batch);
    renew(times * batch, way(request));
    Latencies latencies = new Latencies();
    try (Arena arena = Arena.ofConfined()) {
      Writing writing = new Writing(way(request), arena, batch);
      long begin = System.nanoTime();
      long now = begin;
      for (long i = 0; i < times; i++) {
        writing.once();
        long then = now;
        now = System.nanoTime();
        latencies.add(now - then);
      }
      return Answers.saves(latencies, times * batch, times, now - begin);
    }
  }

  private void renew(long bytes, Way way) throws IOException {
    close();
    file = SystemCalls.open(path, true);
    SystemCalls.allocate(file, bytes);
    if (way == Way.DSYNC) {
      fillWithZeros(bytes);
    }
    SystemCalls.sync(file);
    offset = 0;
    end = bytes;
  }

  private void fillWithZeros(long bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(ZEROS_BYTES, PAGE_BYTES);
      for (long done = 0; done < bytes; done += ZEROS_BYTES) {
        SystemCalls.write(file, zeros.asSlice(0, Math.min(ZEROS_BYTES, bytes - done)), done);
      }
    }
  }

  /** The same bytes again and again. */
  private final class Writing {
    private final Way way;
    private final MemorySegment bytes;
    private final MemorySegment vector;

    Writing(Way way, Arena arena, long size) {
      this.way = way;
      bytes = arena.allocate(size, PAGE_BYTES).fill((byte) 'x');
      vector = arena.allocate(IOVEC_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
      vector.set(ValueLayout.ADDRESS, 0, bytes);
      vector.set(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS.byteSize(), size);
    }

    void once() throws IOException {
      switch (way) {
        case FDATASYNC -> {
          SystemCalls.write(file, bytes, offset);
          SystemCalls.sync(file);
        }
        case DSYNC -> SystemCalls.writeDurably(file, vector, bytes.byteSize(), offset);
      }
      offset += bytes.byteSize();
    }
  }

  @Override
  public void close() throws IOException {
    if (file >= 0) {
      SystemCalls.close(file);
      Files.delete(path);
      file = -1;
    }
  }
}
