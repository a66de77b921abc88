package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.getU32;
import static io.togglebolt.storage.engine.internal.Layouts.getU64;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A branch or leaf page where it lies. The object is pointed at one page after another, so that
 * reading allocates nothing. That the elements lie within the page is checked once for the page;
 * that an element's key and value do, whenever they are touched.
 *
 * <p>An element's position and key size stand side by side in both kinds of element, so one read of
 * eight bytes gives both: the position in its lower half, the size in its upper half.
 */
final class PageView {
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private @Nullable Pages pages;
  private MemorySegment segment = MemorySegment.NULL;
  private long base;
  private long end;
  private long id;
  private boolean leaf;
  private int count;

  /** Where position and key size of the first element stand. */
  private long firstSpan;

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
    end = offset + bytes;
    id = pageId;
    leaf = isLeaf;
    count = elements;
    firstSpan = offset + Layouts.PAGE_HEADER + spanAt(isLeaf);
    if (Layouts.PAGE_HEADER + (long) elements * Layouts.ELEMENT > bytes) {
      throw owner.corrupt(pageId, "found " + elements + " elements in " + bytes + " bytes");
    }
  }

  private static int spanAt(boolean isLeaf) {
    return isLeaf ? Layouts.LEAF_POS : Layouts.BRANCH_POS;
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

  /** Position and size of an element's key, checked: see {@link #keyOffset(int, long)}. */
  long keySpan(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException("element " + index + " of " + count);
    }
    long span = getU64(segment, firstSpan + (long) index * Layouts.ELEMENT);
    long size = span >>> Integer.SIZE;
    if (size > Bucket.MAX_KEY_BYTES || keyOffset(index, span) + size > end) {
      throw badKey(index, span);
    }
    return span;
  }

  /** Where in {@link #segment()} the key of that span begins. */
  long keyOffset(int index, long span) {
    return element(index) + (span & LOW_HALF);
  }

  /** Where the element says that its key begins, unchecked. */
  long keyOffset(int index) {
    return keyOffset(index, getU64(segment, firstSpan + (long) index * Layouts.ELEMENT));
  }

  /** How many bytes the key of that span has. */
  static int keyLength(long span) {
    return (int) (span >>> Integer.SIZE);
  }

  private CorruptPageException badKey(int index, long span) {
    long size = span >>> Integer.SIZE;
    if (size > Bucket.MAX_KEY_BYTES) {
      return owner()
          .corrupt(
              id,
              "element "
                  + index
                  + " has a key of "
                  + size
                  + " bytes, expected at most "
                  + Bucket.MAX_KEY_BYTES);
    }
    return outside(index, keyOffset(index, span), size);
  }

  private CorruptPageException outside(int index, long offset, long size) {
    return owner()
        .corrupt(
            id,
            "element "
                + index
                + " ends "
                + (offset + size - base)
                + " bytes from the page's start, expected at most "
                + (end - base));
  }

  int keyLength(int index) {
    return keyLength(keySpan(index));
  }

  byte[] key(int index) {
    long span = keySpan(index);
    return copy(keyOffset(index, span), keyLength(span));
  }

  /** Where the value of a leaf's element lies in {@link #segment()}. */
  long valueOffset(int index) {
    long span = keySpan(index);
    return keyOffset(index, span) + keyLength(span);
  }

  int valueLength(int index) {
    long size = getU32(segment, element(index) + Layouts.LEAF_VALUE_SIZE);
    long offset = valueOffset(index);
    if (size > Bucket.MAX_VALUE_BYTES || offset + size > end) {
      throw outside(index, offset, size);
    }
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
    if (bytes > bytes()) {
      throw owner()
          .corrupt(id, "its entries take " + bytes + " bytes, expected at most " + bytes());
    }
  }

  /** The bytes of the page and its overflow. */
  long bytes() {
    return end - base;
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
    long after =
        leaf
            ? keyOffset(index)
                + getU32(segment, element + Layouts.LEAF_KEY_SIZE)
                + getU32(segment, element + Layouts.LEAF_VALUE_SIZE)
            : keyOffset(index) + getU32(segment, element + Layouts.BRANCH_KEY_SIZE);
    return index + 1 == count ? after <= end : after == keyOffset(index + 1);
  }

  private Pages owner() {
    return Objects.requireNonNull(pages);
  }

  byte[] value(int index) {
    int size = valueLength(index);
    return copy(valueOffset(index), size);
  }

  private byte[] copy(long offset, int size) {
    if (size > HeapLimits.LARGE_BYTES) {
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
    long span = keySpan(index);
    return Keys.compare(segment, keyOffset(index, span), keyLength(span), key);
  }

  /** Eight bytes of an element's key as a number; see {@link Keys#head}. */
  long keyHead(int index, int skip) {
    long span = keySpan(index);
    return Keys.head(segment, keyOffset(index, span), keyLength(span), skip);
  }
}
