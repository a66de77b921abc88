package io.togglebolt.wal;

import io.togglebolt.metrics.Metrics;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a log is opened. Immutable: begin with {@link #defaults()} and change what matters; each
 * {@code with} method returns a changed copy, and refuses a value out of range with an {@link
 * IllegalArgumentException} that names it.
 */
public final class WalOptions {
  /** Where etcd ends a segment. */
  public static final long DEFAULT_SEGMENT_BYTES = 64_000_000;

  /** The least size of a segment: small ones are for tests. */
  public static final long MIN_SEGMENT_BYTES = 4_096;

  /** The least size of a buffer. */
  public static final int MIN_BUFFER_BYTES = 4_096;

  /** The largest size of a buffer: there are two of them, in memory beside the heap. */
  public static final int MAX_BUFFER_BYTES = 1 << 30;

  /** The largest record that etcd's reader takes, in bytes. */
  public static final long DEFAULT_MAX_RECORD_BYTES = (10 << 20) - 8;

  /**
   * The least limit of a record's size, in bytes: below it not even a cluster could be described.
   */
  public static final long MIN_MAX_RECORD_BYTES = 4_096;

  /** The largest limit of a record's size, in bytes: a record is held in memory as one. */
  public static final long MAX_MAX_RECORD_BYTES = 1 << 30;

  private static final WalOptions DEFAULTS = new WalOptions();

  // Written only by with(), before the copy is handed out.
  private @Nullable String name;
  private @Nullable String writer;
  private long segmentBytes = DEFAULT_SEGMENT_BYTES;
  private int bufferBytes = 1 << 20;
  private long maxRecordBytes = DEFAULT_MAX_RECORD_BYTES;
  private long vacancyTimeoutMillis = 10_000;
  private long slowSyncMillis = 1_000;
  private @Nullable Metrics metrics;

  private WalOptions() {}

  /**
   * The writer by ranking, segments of 64,000,000 bytes, two buffers of 1 MiB, records as large as
   * etcd reads, 10 s of vacancy, a warning of syncs that take longer than 1 s.
   */
  public static WalOptions defaults() {
    return DEFAULTS;
  }

  private WalOptions with(Consumer<WalOptions> change) {
    WalOptions copy = new WalOptions();
    copy.name = name;
    copy.writer = writer;
    copy.segmentBytes = segmentBytes;
    copy.bufferBytes = bufferBytes;
    copy.maxRecordBytes = maxRecordBytes;
    copy.vacancyTimeoutMillis = vacancyTimeoutMillis;
    copy.slowSyncMillis = slowSyncMillis;
    copy.metrics = metrics;
    change.accept(copy);
    return copy;
  }

  private static void requireAtLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " is " + value + "; expected " + least + " or more");
    }
  }

  /** The name that operators, slots and metrics know it by; otherwise its directory's path. */
  public WalOptions withName(String value) {
    Objects.requireNonNull(value, "name");
    return with(copy -> copy.name = value);
  }

  /** The writer that is wanted, pinned; otherwise, or when null, the one of the highest ranking. */
  public WalOptions withWriter(@Nullable String value) {
    return with(copy -> copy.writer = value);
  }

  /** Where a segment ends, in bytes: the save that passes it is the segment's last. */
  public WalOptions withSegmentBytes(long value) {
    requireAtLeast("segment size", value, MIN_SEGMENT_BYTES);
    return with(copy -> copy.segmentBytes = value);
  }

  /**
   * How many bytes may wait while as many are written, at most {@link #MAX_BUFFER_BYTES}. A save
   * that is larger has a buffer of its own.
   */
  public WalOptions withBufferBytes(int value) {
    requireAtLeast("buffer size", value, MIN_BUFFER_BYTES);
    if (value > MAX_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "buffer size is " + value + "; expected " + MAX_BUFFER_BYTES + " or less");
    }
    return with(copy -> copy.bufferBytes = value);
  }

  /**
   * How large a record may be that is appended, padding included and the eight bytes before it not,
   * in bytes. An entry takes up to 64 bytes more than its data. A larger one is an {@link
   * IllegalArgumentException}: etcd 3.4 would refuse to start with a log that holds one. What a log
   * holds already is read whatever its size, up to {@link #MAX_MAX_RECORD_BYTES}.
   */
  public WalOptions withMaxRecordBytes(long value) {
    requireAtLeast("limit of a record's size", value, MIN_MAX_RECORD_BYTES);
    if (value > MAX_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "limit of a record's size is "
              + value
              + "; expected "
              + MAX_MAX_RECORD_BYTES
              + " or less");
    }
    return with(copy -> copy.maxRecordBytes = value);
  }

  /** How long a save waits while no writer is there, in milliseconds. */
  public WalOptions withVacancyTimeoutMillis(long value) {
    requireAtLeast("vacancy timeout", value, 0);
    return with(copy -> copy.vacancyTimeoutMillis = value);
  }

  /**
   * A batch that takes longer to be written and durable is warned of as a slow sync; in
   * milliseconds, 0 for never.
   */
  public WalOptions withSlowSyncMillis(long value) {
    requireAtLeast("limit of a slow sync", value, 0);
    return with(copy -> copy.slowSyncMillis = value);
  }

  /** Where it records what it does; otherwise, or when null, where the factory does. */
  public WalOptions withMetrics(@Nullable Metrics value) {
    return with(copy -> copy.metrics = value);
  }

  /** As {@link #withName}. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** As {@link #withWriter}. */
  public Optional<String> writer() {
    return Optional.ofNullable(writer);
  }

  /** As {@link #withSegmentBytes}. */
  public long segmentBytes() {
    return segmentBytes;
  }

  /** As {@link #withBufferBytes}. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** As {@link #withMaxRecordBytes}. */
  public long maxRecordBytes() {
    return maxRecordBytes;
  }

  /** As {@link #withVacancyTimeoutMillis}. */
  public long vacancyTimeoutMillis() {
    return vacancyTimeoutMillis;
  }

  /** As {@link #withSlowSyncMillis}. */
  public long slowSyncMillis() {
    return slowSyncMillis;
  }

  /** As {@link #withMetrics}. */
  public Optional<Metrics> metrics() {
    return Optional.ofNullable(metrics);
  }
}
