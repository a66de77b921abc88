package io.togglebolt.storage;

import io.togglebolt.metrics.Metrics;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a database is opened. Immutable: begin with {@link #defaults()} and change what matters; each
 * {@code with} method returns a changed copy, and refuses a value out of range with an {@link
 * IllegalArgumentException} that names it.
 */
public final class DatabaseOptions {

  /** The least page size. */
  public static final int MIN_PAGE_SIZE_BYTES = 1024;

  /** The greatest page size. */
  public static final int MAX_PAGE_SIZE_BYTES = 65_536;

  /** The most that can be mapped at first: 64 TiB. */
  public static final long MAX_MAP_BYTES = 1L << 46;

  private static final DatabaseOptions DEFAULTS = new DatabaseOptions();

  // Written only by with(), before the copy is handed out.
  private @Nullable String name;
  private boolean readOnly;
  private boolean create = true;
  private int pageSizeBytes;
  private long lockTimeoutMillis = 5_000;
  private @Nullable String freelist;
  private @Nullable String allocator;
  private long vacancyTimeoutMillis = 10_000;
  private long initialMapBytes;
  private boolean noSync;
  private boolean strict;
  private FreelistPersistence freelistPersistence = FreelistPersistence.LAZY;
  private boolean readerTracing;
  private long readerWarningMillis = 60_000;
  private @Nullable Metrics metrics;

  private DatabaseOptions() {}

  /**
   * Read and write, create when missing, 5 s for the lock, 10 s of vacancy, parts by ranking, the
   * list of free pages written at a clean close, a warning of readers that are open for 60 s.
   */
  public static DatabaseOptions defaults() {
    return DEFAULTS;
  }

  private DatabaseOptions with(Consumer<DatabaseOptions> change) {
    DatabaseOptions copy = new DatabaseOptions();
    copy.name = name;
    copy.readOnly = readOnly;
    copy.create = create;
    copy.pageSizeBytes = pageSizeBytes;
    copy.lockTimeoutMillis = lockTimeoutMillis;
    copy.freelist = freelist;
    copy.allocator = allocator;
    copy.vacancyTimeoutMillis = vacancyTimeoutMillis;
    copy.initialMapBytes = initialMapBytes;
    copy.noSync = noSync;
    copy.strict = strict;
    copy.freelistPersistence = freelistPersistence;
    copy.readerTracing = readerTracing;
    copy.readerWarningMillis = readerWarningMillis;
    copy.metrics = metrics;
    change.accept(copy);
    return copy;
  }

  private static long notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " " + value + " is negative; expected 0 or more");
    }
    return value;
  }

  /** The name shown to operators; null stands for the file's name. */
  public @Nullable String name() {
    return name;
  }

  /**
   * The same with a name. Metrics tell databases apart by it, so each of those that are open at
   * once is to have its own; the engine warns of two that have not.
   */
  public DatabaseOptions withName(@Nullable String value) {
    return with(copy -> copy.name = value);
  }

  /** Whether the file is opened with a shared lock, and write transactions are refused. */
  public boolean readOnly() {
    return readOnly;
  }

  /** The same, for reading only; the file must exist. */
  public DatabaseOptions asReadOnly() {
    return with(
        copy -> {
          copy.readOnly = true;
          copy.create = false;
        });
  }

  /** Whether the file is made when it is missing or empty. */
  public boolean create() {
    return create;
  }

  /** The same, creating the file or not. */
  public DatabaseOptions withCreate(boolean value) {
    return with(copy -> copy.create = value);
  }

  /**
   * The page size of a new file, a power of two from 1,024 to 65,536; 0 stands for 4,096. An
   * existing file keeps its own; asking for another is an error.
   */
  public int pageSizeBytes() {
    return pageSizeBytes;
  }

  /** The same with a page size. */
  public DatabaseOptions withPageSize(int bytes) {
    if (bytes != 0
        && (Integer.bitCount(bytes) != 1
            || bytes < MIN_PAGE_SIZE_BYTES
            || bytes > MAX_PAGE_SIZE_BYTES)) {
      throw new IllegalArgumentException(
          "page size "
              + bytes
              + " is not a power of two from "
              + MIN_PAGE_SIZE_BYTES
              + " to "
              + MAX_PAGE_SIZE_BYTES);
    }
    return with(copy -> copy.pageSizeBytes = bytes);
  }

  /** How long to wait for the file's lock, in milliseconds; 0 asks once. */
  public long lockTimeoutMillis() {
    return lockTimeoutMillis;
  }

  /** The same with a lock timeout. */
  public DatabaseOptions withLockTimeout(long millis) {
    notNegative("lock timeout", millis);
    return with(copy -> copy.lockTimeoutMillis = millis);
  }

  /** The wanted freelist policy, or null for the highest ranking. */
  public @Nullable String freelist() {
    return freelist;
  }

  /** The wanted page allocator, or null for the highest ranking. */
  public @Nullable String allocator() {
    return allocator;
  }

  /** The same with wanted parts; null leaves one to ranking. */
  public DatabaseOptions withParts(@Nullable String freelistName, @Nullable String allocatorName) {
    return with(
        copy -> {
          copy.freelist = freelistName;
          copy.allocator = allocatorName;
        });
  }

  /** How long a write waits while a slot has no part, in milliseconds. */
  public long vacancyTimeoutMillis() {
    return vacancyTimeoutMillis;
  }

  /** The same with a vacancy timeout. */
  public DatabaseOptions withVacancyTimeout(long millis) {
    notNegative("vacancy timeout", millis);
    return with(copy -> copy.vacancyTimeoutMillis = millis);
  }

  /** The least size of the first mapping, in bytes. */
  public long initialMapBytes() {
    return initialMapBytes;
  }

  /** The same with a first mapping of at least this size. */
  public DatabaseOptions withInitialMap(long bytes) {
    if (notNegative("initial map size", bytes) > MAX_MAP_BYTES) {
      throw new IllegalArgumentException(
          "initial map size " + bytes + " is too large; expected at most " + MAX_MAP_BYTES);
    }
    return with(copy -> copy.initialMapBytes = bytes);
  }

  /** Whether all syncs are left out: a crash of the machine may then lose or damage the file. */
  public boolean noSync() {
    return noSync;
  }

  /** The same with syncs left out, or not. */
  public DatabaseOptions withNoSync(boolean value) {
    return with(copy -> copy.noSync = value);
  }

  /** When the list of free pages is written. Of no effect where the file is only read. */
  public FreelistPersistence freelistPersistence() {
    return freelistPersistence;
  }

  /** The same with the list of free pages written at other times. */
  public DatabaseOptions withFreelistPersistence(FreelistPersistence value) {
    Objects.requireNonNull(value, "freelist persistence");
    return with(copy -> copy.freelistPersistence = value);
  }

  /**
   * Whether each commit is checked as by {@link Inspection#check} after its pages are written and
   * before it counts. One that is found wrong is rolled back with a {@link StrictCheckException},
   * and the file stays as it was. Every commit then takes as long as reading the whole file.
   */
  public boolean strict() {
    return strict;
  }

  /** The same with each commit checked, or not. */
  public DatabaseOptions withStrict(boolean value) {
    return with(copy -> copy.strict = value);
  }

  /**
   * Whether each reader keeps where it was opened, see {@link ReaderInfo#openedAt()}. Beginning one
   * then takes some ten times as long.
   */
  public boolean readerTracing() {
    return readerTracing;
  }

  /** The same with readers traced, or not. */
  public DatabaseOptions withReaderTracing(boolean value) {
    return with(copy -> copy.readerTracing = value);
  }

  /**
   * How long a reader may be open before the log has a warning of it, in milliseconds; 0 for ever.
   */
  public long readerWarningMillis() {
    return readerWarningMillis;
  }

  /** The same with a warning of older or younger readers; 0 for none. */
  public DatabaseOptions withReaderWarning(long millis) {
    notNegative("reader warning age", millis);
    return with(copy -> copy.readerWarningMillis = millis);
  }

  /**
   * Where the database registers what it counts and measures, or null for the engine's own: in OSGi
   * the registry that is installed, in plain Java none.
   */
  public @Nullable Metrics metrics() {
    return metrics;
  }

  /**
   * The same, recording there. Every series carries the label {@code database} with the database's
   * name. Whatever the metrics do, the database works as it does without: what they throw is caught
   * and told once.
   */
  public DatabaseOptions withMetrics(@Nullable Metrics value) {
    return with(copy -> copy.metrics = value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DatabaseOptions that
        && Objects.equals(name, that.name)
        && readOnly == that.readOnly
        && create == that.create
        && pageSizeBytes == that.pageSizeBytes
        && lockTimeoutMillis == that.lockTimeoutMillis
        && Objects.equals(freelist, that.freelist)
        && Objects.equals(allocator, that.allocator)
        && vacancyTimeoutMillis == that.vacancyTimeoutMillis
        && initialMapBytes == that.initialMapBytes
        && noSync == that.noSync
        && strict == that.strict
        && freelistPersistence == that.freelistPersistence
        && readerTracing == that.readerTracing
        && readerWarningMillis == that.readerWarningMillis
        && Objects.equals(metrics, that.metrics);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, readOnly, create, pageSizeBytes, freelist, allocator, noSync);
  }

  @Override
  public String toString() {
    return "DatabaseOptions[name="
        + name
        + ", readOnly="
        + readOnly
        + ", create="
        + create
        + ", pageSizeBytes="
        + pageSizeBytes
        + ", lockTimeoutMillis="
        + lockTimeoutMillis
        + ", freelist="
        + freelist
        + ", allocator="
        + allocator
        + ", vacancyTimeoutMillis="
        + vacancyTimeoutMillis
        + ", initialMapBytes="
        + initialMapBytes
        + ", noSync="
        + noSync
        + ", strict="
        + strict
        + ", freelistPersistence="
        + freelistPersistence
        + ", readerTracing="
        + readerTracing
        + ", readerWarningMillis="
        + readerWarningMillis
        + ", metrics="
        + metrics
        + "]";
  }
}
