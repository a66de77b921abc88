package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a bucket's entry begins with.
 *
 * @param root the page of the bucket's root, or 0 where the page follows the header
 * @param inline the page that follows the header, where there is one
 */
record BucketHeader(long root, long sequence, @Nullable MemorySegment inline) {
  /**
   * Reads the header of a bucket.
   *
   * @param page where the value was found, for the message; 0 where that is not known
   */
  static BucketHeader read(MemorySegment value, Pages pages, long page) {
    String problem = problem(value);
    if (problem != null) {
      throw pages.corrupt(page, "found a bucket that " + problem);
    }
    long root = Layouts.getU64(value, 0);
    return new BucketHeader(
        root,
        Layouts.getU64(value, Long.BYTES),
        root == 0 ? value.asSlice(Layouts.BUCKET_HEADER) : null);
  }

  /** What is wrong with a bucket entry's value, as what is said of the bucket; null if nothing. */
  static @Nullable String problem(MemorySegment value) {
    return value.byteSize() >= Layouts.BUCKET_HEADER
        ? null
        : "has a header of " + value.byteSize() + " bytes, expected " + Layouts.BUCKET_HEADER;
  }

  /** The value of a new bucket: it is inline, and its page is empty. */
  static byte[] ofEmptyBucket() {
    byte[] value = new byte[Layouts.BUCKET_HEADER + Layouts.PAGE_HEADER];
    MemorySegment page = MemorySegment.ofArray(value).asSlice(Layouts.BUCKET_HEADER);
    Layouts.putPageHeader(page, 0, Layouts.LEAF, 0, 0);
    return value;
  }
}
