package io.togglebolt.storage;

import org.jspecify.annotations.Nullable;

/**
 * How a database is opened. Begin with {@link #defaults()} and change what matters.
 *
 * @param name the name shown to operators; null stands for the file's name
 * @param readOnly opens with a shared lock and refuses write transactions
 * @param create makes the file when it is missing or empty
 * @param pageSizeBytes the page size of a new file, a power of two from 1,024 to 65,536; 0 stands
 *     for 4,096. An existing file keeps its own; asking for another is an error
 * @param lockTimeoutMillis how long to wait for the file's lock; 0 asks once
 * @param freelist the wanted freelist policy, or null for the highest ranking
 * @param allocator the wanted page allocator, or null for the highest ranking
 * @param vacancyTimeoutMillis how long a write waits while a slot has no part
 * @param initialMapBytes the least size of the first mapping
 * @param noSync leaves out all syncs: a crash of the machine may lose or damage the file
 */
public record DatabaseOptions(
    @Nullable String name,
    boolean readOnly,
    boolean create,
    int pageSizeBytes,
    long lockTimeoutMillis,
    @Nullable String freelist,
    @Nullable String allocator,
    long vacancyTimeoutMillis,
    long initialMapBytes,
    boolean noSync) {

  /** The least page size. */
  public static final int MIN_PAGE_SIZE_BYTES = 1024;

  /** The greatest page size. */
  public static final int MAX_PAGE_SIZE_BYTES = 65_536;

  /** The most that can be mapped at first: 64 TiB. */
  public static final long MAX_MAP_BYTES = 1L << 46;

  /** Checks the ranges. */
  public DatabaseOptions {
    if (pageSizeBytes != 0
        && (Integer.bitCount(pageSizeBytes) != 1
            || pageSizeBytes < MIN_PAGE_SIZE_BYTES
            || pageSizeBytes > MAX_PAGE_SIZE_BYTES)) {
      throw new IllegalArgumentException(
          "page size "
              + pageSizeBytes
              + " is not a power of two from "
              + MIN_PAGE_SIZE_BYTES
              + " to "
              + MAX_PAGE_SIZE_BYTES);
    }
    requireNotNegative("lock timeout", lockTimeoutMillis);
    requireNotNegative("vacancy timeout", vacancyTimeoutMillis);
    requireNotNegative("initial map size", initialMapBytes);
    if (initialMapBytes > MAX_MAP_BYTES) {
      throw new IllegalArgumentException(
          "initial map size "
              + initialMapBytes
              + " is too large; expected at most "
              + MAX_MAP_BYTES);
    }
  }

  private static void requireNotNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " " + value + " is negative; expected 0 or more");
    }
  }

  /** Read and write, create when missing, 5 s for the lock, 10 s of vacancy, parts by ranking. */
  public static DatabaseOptions defaults() {
    return new DatabaseOptions(null, false, true, 0, 5_000, null, null, 10_000, 0, false);
  }

  /** The same with a name. */
  public DatabaseOptions withName(@Nullable String value) {
    return new DatabaseOptions(
        value,
        readOnly,
        create,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same, for reading only; the file must exist. */
  public DatabaseOptions asReadOnly() {
    return new DatabaseOptions(
        name,
        true,
        false,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same, creating the file or not. */
  public DatabaseOptions withCreate(boolean value) {
    return new DatabaseOptions(
        name,
        readOnly,
        value,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same with a page size. */
  public DatabaseOptions withPageSize(int bytes) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        bytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same with a lock timeout. */
  public DatabaseOptions withLockTimeout(long millis) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        pageSizeBytes,
        millis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same with wanted parts; null leaves one to ranking. */
  public DatabaseOptions withParts(@Nullable String freelistName, @Nullable String allocatorName) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        pageSizeBytes,
        lockTimeoutMillis,
        freelistName,
        allocatorName,
        vacancyTimeoutMillis,
        initialMapBytes,
        noSync);
  }

  /** The same with a vacancy timeout. */
  public DatabaseOptions withVacancyTimeout(long millis) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        millis,
        initialMapBytes,
        noSync);
  }

  /** The same with a first mapping of at least this size. */
  public DatabaseOptions withInitialMap(long bytes) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        bytes,
        noSync);
  }

  /** The same without syncs. */
  public DatabaseOptions withNoSync(boolean value) {
    return new DatabaseOptions(
        name,
        readOnly,
        create,
        pageSizeBytes,
        lockTimeoutMillis,
        freelist,
        allocator,
        vacancyTimeoutMillis,
        initialMapBytes,
        value);
  }
}
