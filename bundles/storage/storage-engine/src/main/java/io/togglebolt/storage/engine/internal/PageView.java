package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.getU32;
import static io.togglebolt.storage.engine.internal.Layouts.getU64;

import io.togglebolt.storage.Bucket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A branch or leaf page where it lies. The object is pointed at one page after another, so that
 * reading allocates nothing. Every element is checked to lie within its page before it is touched.
 */
final class PageView {
  /** From here on it is worth to ask whether the heap has room for a copy. */
  private static final int LARGE_BYTES = 1 << 20;

  private @Nullable Pages pages;
  private MemorySegment segment = MemorySegment.NULL;
  private long base;
  private long length;
  private long id;
  private boolean leaf;
  private int count;

  void point(
      Pages owner,
      MemorySegment memory,
      long offset,
      long bytes,
      long pageId,
      boolean isLeaf,
      int elements) {
    pages = owner;
    segment = memory;
    base = offset;
    length = bytes;
    id = pageId;
    leaf = isLeaf;
    count = elements;
    if (Layouts.PAGE_HEADER + (long) elements * Layouts.ELEMENT > bytes) {
      throw owner.corrupt(pageId, "found " + elements + " elements in " + bytes + " bytes");
    }
  }

  boolean leaf() {
    return leaf;
  }

  int count() {
    return count;
  }

  MemorySegment segment() {
    return segment;
  }

  /** Where the page begins in {@link #segment()}. */
  long base() {
    return base;
  }

  /** Checks that all of an element's data lies within the page. */
  void requireSound(int index) {
    if (leaf) {
      valueLength(index);
    } else {
      keyLength(index);
    }
  }

  private long element(int index) {
    return base + Layouts.PAGE_HEADER + (long) index * Layouts.ELEMENT;
  }

  /** Where the page begins in {@link #segment()}. */
  long start() {
    return base;
  }

  /** Where the element's key lies in {@link #segment()}. */
  long keyOffset(int index) {
    long element = element(index);
    long pos = getU32(segment, element + (leaf ? Layouts.LEAF_POS : Layouts.BRANCH_POS));
    return element + pos;
  }

  int keyLength(int index) {
    long element = element(index);
    int at = leaf ? Layouts.LEAF_KEY_SIZE : Layouts.BRANCH_KEY_SIZE;
    long size = getU32(segment, element + at);
    if (size > Bucket.MAX_KEY_BYTES) {
      throw owner()
          .corrupt(
              id,
              "element "
                  + index
                  + " has a key of "
                  + size
                  + " bytes, expected at most "
                  + Bucket.MAX_KEY_BYTES);
    }
    requireInside(index, keyOffset(index), size);
    return (int) size;
  }

  private void requireInside(int index, long offset, long size) {
    if (offset + size > base + length || size > Bucket.MAX_VALUE_BYTES) {
      throw owner()
          .corrupt(
              id,
              "element "
                  + index
                  + " ends "
                  + (offset + size - base)
                  + " bytes from the page's start, expected at most "
                  + length);
    }
  }

  byte[] key(int index) {
    int size = keyLength(index);
    return copy(keyOffset(index), size);
  }

  /** Where the value of a leaf's element lies in {@link #segment()}. */
  long valueOffset(int index) {
    return keyOffset(index) + keyLength(index);
  }

  int valueLength(int index) {
    long size = getU32(segment, element(index) + Layouts.LEAF_VALUE_SIZE);
    requireInside(index, valueOffset(index), size);
    return (int) size;
  }

  /**
   * Refuses a page whose entries take more bytes than it has, and so overlap: written anew they
   * could take any amount.
   */
  void requireApart() {
    long bytes = Layouts.PAGE_HEADER + (long) count * Layouts.ELEMENT;
    for (int i = 0; i < count; i++) {
      bytes += keyLength(i) + (leaf ? valueLength(i) : 0L);
    }
    if (bytes > length) {
      throw owner().corrupt(id, "its entries take " + bytes + " bytes, expected at most " + length);
    }
  }

  /** The bytes of the page and its overflow. */
  long bytes() {
    return length;
  }

  /**
   * Whether a leaf's element does not end where the next begins although the next ends where the
   * one after it begins: then it is this one whose size or place is wrong.
   */
  boolean overlapsNext(int index) {
    return index + 1 < count && !meetsNext(index) && meetsNext(index + 1);
  }

  /** Whether an element ends where the next begins, as every writer of the format leaves them. */
  boolean meetsNext(int index) {
    long element = element(index);
    long end =
        leaf
            ? keyOffset(index)
                + getU32(segment, element + Layouts.LEAF_KEY_SIZE)
                + getU32(segment, element + Layouts.LEAF_VALUE_SIZE)
            : keyOffset(index) + getU32(segment, element + Layouts.BRANCH_KEY_SIZE);
    return index + 1 == count ? end <= base + length : end == keyOffset(index + 1);
  }

  private Pages owner() {
    return Objects.requireNonNull(pages);
  }

  byte[] value(int index) {
    int size = valueLength(index);
    return copy(valueOffset(index), size);
  }

  private byte[] copy(long offset, int size) {
    if (size > LARGE_BYTES) {
      HeapLimits.requireRoom(owner().file(), size);
    }
    byte[] bytes = new byte[size];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, size);
    return bytes;
  }

  boolean isBucket(int index) {
    return leaf
        && (getU32(segment, element(index) + Layouts.LEAF_FLAGS) & Layouts.BUCKET_ENTRY) != 0;
  }

  /** The page that a branch's element leads to. */
  long child(int index) {
    return getU64(segment, element(index) + Layouts.BRANCH_CHILD);
  }

  int compareKey(int index, byte[] key) {
    int size = keyLength(index);
    return Keys.compare(segment, keyOffset(index), size, key);
  }

  /** The first element whose key is not below {@code key}; {@link #count()} when there is none. */
  int lowerBound(byte[] key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareKey(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
