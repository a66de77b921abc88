package io.togglebolt.wal.internal.write;

import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.wal.internal.files.RevocableSegment;
import io.togglebolt.wal.internal.files.SegmentFile;
import io.togglebolt.wal.internal.files.WriterFailedException;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A writer and the segment that it has at the moment. Calls it without trusting it: what the disk
 * refused is an {@link IOException}, everything else is the writer's own fault. Used at the
 * boundary only.
 */
final class Seat {
  private final WalWriter writer;
  private final SyncTimes times;
  private final boolean durable;
  private @Nullable RevocableSegment lent;

  /** What the disk refused to a writer while it was made; told when it is needed. */
  private @Nullable IOException refused;

  /** Something that a writer does. */
  private interface Call {
    void run() throws IOException;
  }

  /**
   * One that has no segment yet.
   *
   * @param durable whether what it appended survives a power cut
   * @param times told how long each append takes
   */
  Seat(WalWriter writer, boolean durable, SyncTimes times) {
    this.writer = writer;
    this.durable = durable;
    this.times = times;
  }

  boolean isDurable() {
    return durable;
  }

  WalWriter writer() {
    return writer;
  }

  void begin(SegmentFile segment, long offset) throws IOException, WriterFailedException {
    revoke();
    RevocableSegment next = segment.lend();
    lent = next;
    call(() -> writer.begin(next, offset));
  }

  /**
   * The same, where the one who has it made would blame the writer for what the disk does: that is
   * kept for later.
   */
  void beginMade(SegmentFile segment, long offset) throws WriterFailedException {
    try {
      begin(segment, offset);
    } catch (IOException failed) {
      refused = failed;
    }
  }

  void append(MemorySegment frames) throws IOException, WriterFailedException {
    IOException earlier = refused;
    if (earlier != null) {
      throw earlier;
    }
    RevocableSegment segment = Objects.requireNonNull(lent, "it has not begun");
    long begunNanos = times.begin();
    call(() -> writer.append(frames));
    times.ended(segment.path(), begunNanos);
  }

  private static void call(Call call) throws IOException, WriterFailedException {
    try {
      call.run();
    } catch (FileClosedException fenced) {
      // It used a segment that it has no more, and so wrote nothing.
      throw new WriterFailedException(fenced);
    } catch (IOException failed) {
      throw failed;
    } catch (Throwable failed) {
      throw new WriterFailedException(failed);
    }
  }

  /** From now on it can harm nothing. */
  void revoke() {
    RevocableSegment segment = lent;
    lent = null;
    if (segment != null) {
      segment.revoke();
    }
  }
}
