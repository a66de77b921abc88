package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.StorageException;

/**
 * What a file may make this process keep in its heap. A file names sizes freely, in a sparse file
 * even such that nobody paid for; what cannot fit is refused before it is tried.
 */
final class HeapLimits {
  /** What a run of a set takes: two numbers in chunks that may be half empty, rounded up. */
  private static final long BYTES_PER_RUN = 64;

  private HeapLimits() {}

  private static long heapBytes() {
    return Runtime.getRuntime().maxMemory();
  }

  /** How many runs of pages a file may list: a quarter of the heap. */
  static long maxRuns() {
    return heapBytes() / 4 / BYTES_PER_RUN;
  }

  /**
   * Refuses a set of pages that takes more than its share.
   *
   * @param file what the pages are of
   * @param runs how many runs the set has
   * @param most how many it may have, see {@link #maxRuns()}
   * @throws StorageException which says what would help
   */
  static void requireRoomForRuns(String file, long runs, long most) {
    if (runs > most) {
      throw new StorageException(
          file
              + ": found pages in use in more than "
              + most
              + " separate runs, which is all that a quarter of the heap of "
              + heapBytes()
              + " bytes has room for; start Java with a larger -Xmx");
    }
  }

  /**
   * Refuses page sets of so many bytes in all.
   *
   * @throws StorageException which says what would help
   */
  static void requireRoomForPages(String file, long bytes) {
    if (!hasRoom(bytes)) {
      throw new StorageException(
          file
              + ": the pages it speaks of take "
              + bytes
              + " bytes to keep track of, expected at most half of the heap of "
              + heapBytes()
              + "; start Java with a larger -Xmx");
    }
  }

<<<<<<< HEAD
  /**
   * Whether a copy of so many bytes is allowed: at most half of the heap. What was put in this heap
   * took as much twice, once for its owner and once for the transaction, so it can be read again.
   */
=======
  /** What a survey of pages may keep of names and keys: a quarter of the heap. */
  static long surveyBytes() {
    return heapBytes() / 4;
  }

  /** Whether a copy of so many bytes is allowed: at most a quarter of the heap. */
>>>>>>> mendwalk
  static boolean hasRoom(long bytes) {
    return bytes <= heapBytes() / 2;
  }

  /**
   * Refuses a copy that would take more than its share.
   *
   * @throws StorageException which says how large a heap would do
   */
  static void requireRoom(String file, long bytes) {
    if (!hasRoom(bytes)) {
      throw new StorageException(
          file
              + ": found a value of "
              + bytes
              + " bytes, expected at most half of the heap of "
              + heapBytes()
              + "; start Java with a larger -Xmx to read it");
    }
  }
}
