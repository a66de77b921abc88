package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.U32;
import static io.togglebolt.storage.engine.internal.Layouts.U64;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree page in memory, made when a write transaction changes it. Keys are copied from the page;
 * values stay where they are, in the mapping that the transaction holds, until the node is written.
 * Belongs to one bucket of one transaction.
 */
final class Node {
  private static final byte[][] NO_KEYS = new byte[0][];

  private final EngineBucket bucket;
  private boolean leaf;

  /** The page this node was read from, or was written to; 0 while it has none. */
  private long page;

  private @Nullable Node parent;

  /** The key under which the parent knows this node; null for a node that no page holds yet. */
  private byte @Nullable [] parentKey;

  /** The children that are in memory, in no particular order before the spill. */
  private List<Node> children = new ArrayList<>();

  private int count;
  private byte[][] keys = NO_KEYS;

  /** Leaf: the values. */
  private MemorySegment[] values = new MemorySegment[0];

  /** Leaf: which entries are buckets. */
  private boolean[] buckets = new boolean[0];

  /** Branch: the children's pages. */
  private long[] childPages = new long[0];

  /** Whether keys were removed since the last rebalance. */
  private boolean unbalanced;

  private boolean spilled;

  Node(EngineBucket bucket, boolean leaf, @Nullable Node parent) {
    this.bucket = bucket;
    this.leaf = leaf;
    this.parent = parent;
  }

  /** Fills this node from its page. */
  void read(long pageId, PageView view) {
    page = pageId;
    leaf = view.leaf();
    count = view.count();
    view.requireApart();
    ensureCapacity(count);
    for (int i = 0; i < count; i++) {
      keys[i] = view.key(i);
      if (leaf) {
        values[i] = view.segment().asSlice(view.valueOffset(i), view.valueLength(i));
        buckets[i] = view.isBucket(i);
      } else {
        childPages[i] = view.child(i);
      }
    }
    parentKey = count > 0 ? keys[0] : null;
  }

  /** Writes this node to its page run. */
  void write(MemorySegment target, long pageId, long overflow) {
    Layouts.putPageHeader(target, pageId, leaf ? Layouts.LEAF : Layouts.BRANCH, count, overflow);
    long data = Layouts.PAGE_HEADER + (long) count * Layouts.ELEMENT;
    for (int i = 0; i < count; i++) {
      long element = Layouts.PAGE_HEADER + (long) i * Layouts.ELEMENT;
      byte[] key = keys[i];
      int pos = Math.toIntExact(data - element);
      MemorySegment.copy(MemorySegment.ofArray(key), 0, target, data, key.length);
      data += key.length;
      if (leaf) {
        MemorySegment value = values[i];
        target.set(U32, element + Layouts.LEAF_FLAGS, buckets[i] ? Layouts.BUCKET_ENTRY : 0);
        target.set(U32, element + Layouts.LEAF_POS, pos);
        target.set(U32, element + Layouts.LEAF_KEY_SIZE, key.length);
        target.set(U32, element + Layouts.LEAF_VALUE_SIZE, (int) value.byteSize());
        MemorySegment.copy(value, 0, target, data, value.byteSize());
        data += value.byteSize();
      } else {
        target.set(U32, element + Layouts.BRANCH_POS, pos);
        target.set(U32, element + Layouts.BRANCH_KEY_SIZE, key.length);
        target.set(U64, element + Layouts.BRANCH_CHILD, childPages[i]);
      }
    }
  }

  /** Bytes that the entry takes in a page, its element included. */
  long entrySize(int index) {
    return Layouts.ELEMENT + keys[index].length + (leaf ? values[index].byteSize() : 0);
  }

  /** Bytes that this node takes in a page. */
  long size() {
    long size = Layouts.PAGE_HEADER;
    for (int i = 0; i < count; i++) {
      size += entrySize(i);
    }
    return size;
  }

  /** The first entry whose key is not below {@code key}; {@link #count()} when there is none. */
  int lowerBound(byte[] key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(keys[middle], key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean holds(int index, byte[] key) {
    return index < count && Arrays.equals(keys[index], key);
  }

  /** Sets a leaf's entry. The arrays become this node's. */
  void putValue(byte[] key, MemorySegment value, boolean isBucket) {
    int index = makeRoom(key);
    keys[index] = key;
    values[index] = value;
    buckets[index] = isBucket;
  }

  /** Replaces the branch entry known as {@code oldKey}, or inserts one, under {@code newKey}. */
  void putChild(byte[] oldKey, byte[] newKey, long childPage) {
    int index = makeRoom(oldKey);
    keys[index] = newKey;
    childPages[index] = childPage;
  }

  private int makeRoom(byte[] key) {
    int index = lowerBound(key);
    if (!holds(index, key)) {
      ensureCapacity(count + 1);
      move(index, index + 1, count - index);
      count++;
    }
    return index;
  }

  /**
   * Removes the entry of that key, if present, and remembers that the node may be too small now.
   */
  void remove(byte[] key) {
    int index = lowerBound(key);
    if (holds(index, key)) {
      move(index + 1, index, count - index - 1);
      truncate(count - 1);
      unbalanced = true;
    }
  }

  /** Appends all entries of a sibling; their keys are above this node's. */
  void append(Node sibling) {
    takeEntries(sibling, 0, sibling.count);
  }

  /** Copies the entries from {@code from} to before {@code to} to an empty node. */
  void copyTo(Node empty, int from, int to) {
    empty.takeEntries(this, from, to);
  }

  /** Drops all entries but the first few. */
  void keepFirst(int entries) {
    truncate(entries);
  }

  /** Becomes what its only child is: the collapse of a root. */
  void becomeChild(Node child) {
    leaf = child.leaf;
    truncate(0);
    takeEntries(child, 0, child.count);
    children = child.children;
  }

  private void takeEntries(Node source, int from, int to) {
    int added = to - from;
    ensureCapacity(count + added);
    System.arraycopy(source.keys, from, keys, count, added);
    if (leaf) {
      System.arraycopy(source.values, from, values, count, added);
      System.arraycopy(source.buckets, from, buckets, count, added);
    } else {
      System.arraycopy(source.childPages, from, childPages, count, added);
    }
    count += added;
  }

  private void move(int from, int to, int entries) {
    System.arraycopy(keys, from, keys, to, entries);
    if (leaf) {
      System.arraycopy(values, from, values, to, entries);
      System.arraycopy(buckets, from, buckets, to, entries);
    } else {
      System.arraycopy(childPages, from, childPages, to, entries);
    }
  }

  private void truncate(int newCount) {
    Arrays.fill(keys, newCount, count, null);
    if (leaf) {
      Arrays.fill(values, newCount, Math.min(count, values.length), null);
    }
    count = newCount;
  }

  private void ensureCapacity(int wanted) {
    int capacity = wanted <= keys.length ? keys.length : Math.max(wanted, keys.length * 3 / 2 + 2);
    keys = keys.length < capacity ? Arrays.copyOf(keys, capacity) : keys;
    if (leaf && values.length < capacity) {
      values = Arrays.copyOf(values, capacity);
      buckets = Arrays.copyOf(buckets, capacity);
    } else if (!leaf && childPages.length < capacity) {
      childPages = Arrays.copyOf(childPages, capacity);
    }
  }

  int count() {
    return count;
  }

  boolean isLeaf() {
    return leaf;
  }

  byte[] key(int index) {
    return keys[index];
  }

  MemorySegment value(int index) {
    return values[index];
  }

  boolean isBucket(int index) {
    return leaf && buckets[index];
  }

  long childPage(int index) {
    return childPages[index];
  }

  /** The position of a child in this branch, found by the key the child was last known under. */
  int indexOf(Node child) {
    return lowerBound(child.knownAs());
  }

  /** The key under which the parent knows, or will know, this node. */
  byte[] knownAs() {
    return parentKey != null ? parentKey : keys[0];
  }

  void setKnownAs(byte[] key) {
    parentKey = key;
  }

  EngineBucket bucket() {
    return bucket;
  }

  long page() {
    return page;
  }

  void setPage(long id) {
    page = id;
  }

  @Nullable Node parent() {
    return parent;
  }

  void setParent(@Nullable Node node) {
    parent = node;
  }

  List<Node> children() {
    return children;
  }

  void forgetChildren() {
    children = new ArrayList<>();
  }

  /** Tells whether keys were removed since this was last asked, and forgets it. */
  boolean takeUnbalanced() {
    boolean was = unbalanced;
    unbalanced = false;
    return was;
  }

  boolean spilled() {
    return spilled;
  }

  void setSpilled() {
    spilled = true;
    bucket.transaction().tally().nodesSpilled++;
  }
}
