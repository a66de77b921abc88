package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.U64;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree page in memory, made when a write transaction changes it. What the page held stays where
 * it lies, in the mapping that the transaction holds: of each such entry only the place of its
 * element is kept. Entries put by this transaction are in {@link OwnEntries}. Belongs to one bucket
 * of one transaction.
 *
 * <p>All base pages of a bucket lie in one segment, so that entries can move between its nodes.
 */
final class Node {
  private static final long[] NONE = new long[0];
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final EngineBucket bucket;
  private boolean leaf;

  /** The page this node was read from, or is written to; 0 while it has none. */
  private long page;

  private @Nullable Node parent;

  /** The key under which the parent knows this node; null for a node that no page holds yet. */
  private byte @Nullable [] parentKey;

  /** The children that are in memory, in no particular order before the spill. */
  private List<Node> children = new ArrayList<>();

  private int count;

  /**
   * For each entry, where its element lies in {@link #memory}; for one of this transaction's own,
   * which is negative, the complement of its number in {@link #own}.
   */
  private long[] at = NONE;

  /**
   * Branch: the children's pages; one that a commit has yet to place is a negative ticket of {@link
   * Placing}.
   */
  private long[] childPages = NONE;

  private final MemorySegment memory;
  private final OwnEntries own = new OwnEntries();

  /** Bytes that this node takes in a page. */
  private long size = Layouts.PAGE_HEADER;

  /** Whether keys were removed since the last rebalance. */
  private boolean unbalanced;

  private boolean spilled;

  Node(EngineBucket bucket, boolean leaf, @Nullable Node parent) {
    this(bucket, leaf, parent, bucket.baseMemory());
  }

  /** With the segment that the bucket's base pages lie in. */
  Node(EngineBucket bucket, boolean leaf, @Nullable Node parent, MemorySegment memory) {
    this.bucket = bucket;
    this.leaf = leaf;
    this.parent = parent;
    this.memory = memory;
  }

  /**
   * Fills this node from its page, whose elements are all checked to lie within it, so that nothing
   * needs to be checked again.
   */
  void read(long pageId, PageView view) {
    page = pageId;
    leaf = view.leaf();
    count = view.count();
    at = new long[count + 2];
    childPages = leaf ? NONE : new long[count + 2];
    long bytes = size;
    long element = view.base() + Layouts.PAGE_HEADER;
    for (int i = 0; i < count; i++, element += Layouts.ELEMENT) {
      at[i] = element;
      view.requireSound(i);
      bytes += Layouts.ELEMENT + dataSize(element);
      if (!leaf) {
        childPages[i] = soundChild(view.child(i));
      }
    }
    size = bytes;
    if (bytes > view.bytes()) {
      view.requireApart();
    }
  }

  private long soundChild(long child) {
    if (child < 0) {
      throw bucket
          .pages()
          .corrupt(page, "found a reference to page " + Long.toUnsignedString(child));
    }
    return child;
  }

  /** Bytes of key and value of the entry whose element lies there. */
  private long dataSize(long element) {
    long first = memory.get(U64, element);
    if (!leaf) {
      return first >>> 32;
    }
    long second = memory.get(U64, element + Long.BYTES);
    return (second & LOW_HALF) + (second >>> 32);
  }

  /** Where the key of the entry whose element lies there begins. */
  private long dataOffset(long element) {
    return element + (leaf ? memory.get(U64, element) >>> 32 : memory.get(U64, element) & LOW_HALF);
  }

  private int keyLength(long element) {
    return leaf
        ? (int) memory.get(U64, element + Long.BYTES)
        : (int) (memory.get(U64, element) >>> 32);
  }

  /**
   * Writes this node to its page run, all of it, what no entry takes with zeros.
   *
   * @param places where the children that the commit places are written
   */
  void write(MemorySegment target, long pageId, long overflow, Placing places) {
    Layouts.putPageHeader(target, pageId, leaf ? Layouts.LEAF : Layouts.BRANCH, count, overflow);
    NodeWriter writer = new NodeWriter(memory, target, count);
    for (int i = 0; i < count; i++) {
      long element = at[i];
      int slot = (int) ~element;
      if (leaf && element >= 0) {
        long flags = memory.get(U64, element) & Layouts.BUCKET_ENTRY;
        long sizes = memory.get(U64, element + Long.BYTES);
        writer.leaf(flags, sizes, dataOffset(element));
      } else if (leaf) {
        writer.ownLeaf(own.key(slot), own.value(slot), own.isBucket(slot));
      } else if (element >= 0) {
        writer.branch(keyLength(element), places.resolve(childPages[i]), dataOffset(element));
      } else {
        writer.ownBranch(own.key(slot), places.resolve(childPages[i]));
      }
    }
    writer.finish();
  }

  /** Bytes that the entry takes in a page, its element included. */
  long entrySize(int index) {
    return Layouts.ELEMENT + (at[index] >= 0 ? dataSize(at[index]) : own.size((int) ~at[index]));
  }

  /** Bytes that this node takes in a page. */
  long size() {
    return size;
  }

  int compareKey(int index, byte[] key) {
    long element = at[index];
    return element >= 0
        ? Keys.compare(memory, dataOffset(element), keyLength(element), key)
        : Arrays.compareUnsigned(own.key((int) ~element), key);
  }

  /** The first entry whose key is not below {@code key}; {@link #count()} when there is none. */
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

  boolean holds(int index, byte[] key) {
    return index < count && compareKey(index, key) == 0;
  }

  /** Sets a leaf's entry. The arrays become this node's. */
  void putValue(byte[] key, byte[] value, boolean isBucket) {
    int index = lowerBound(key);
    putValueAt(index, holds(index, key), key, value, isBucket);
  }

  /**
   * Sets a leaf's entry where the key is known to belong.
   *
   * @param index what {@link #lowerBound} says of the key
   * @param present whether the entry there has this key
   */
  void putValueAt(int index, boolean present, byte[] key, byte[] value, boolean isBucket) {
    place(index, present, own.add(key, value, isBucket));
  }

  /** Replaces the branch entry known as {@code oldKey}, or inserts one, under {@code newKey}. */
  void putChild(byte[] oldKey, byte[] newKey, long childPage) {
    int index = lowerBound(oldKey);
    boolean present = holds(index, oldKey);
    if (!present || compareKey(index, newKey) != 0) {
      place(index, present, own.add(newKey, OwnEntries.NO_VALUE, false));
    }
    childPages[index] = childPage;
  }

  private void place(int index, boolean present, int slot) {
    if (present) {
      forget(index);
    } else {
      ensureCapacity(count + 1);
      move(index, index + 1, count - index);
      count++;
    }
    at[index] = ~(long) slot;
    size += entrySize(index);
    if (own.isWasteful()) {
      own.compact(at, count);
    }
  }

  /** An entry is about to be overwritten. */
  private void forget(int index) {
    size -= entrySize(index);
    if (at[index] < 0) {
      own.drop((int) ~at[index]);
    }
  }

  /**
   * Removes the entry of that key, if present, and remembers that the node may be too small now.
   */
  void remove(byte[] key) {
    int index = lowerBound(key);
    if (holds(index, key)) {
      forget(index);
      move(index + 1, index, count - index - 1);
      count--;
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
    for (int i = entries; i < count; i++) {
      forget(i);
    }
    count = entries;
  }

  /** Becomes what its only child is: the collapse of a root. */
  void becomeChild(Node child) {
    keepFirst(0);
    leaf = child.leaf;
    takeEntries(child, 0, child.count);
    children = child.children;
  }

  private void takeEntries(Node source, int from, int to) {
    int added = to - from;
    ensureCapacity(count + added);
    System.arraycopy(source.at, from, at, count, added);
    if (!leaf) {
      System.arraycopy(source.childPages, from, childPages, count, added);
    }
    for (int i = count; i < count + added; i++) {
      if (at[i] < 0) {
        at[i] = ~(long) own.add(source.own, (int) ~at[i]);
      }
      size += entrySize(i);
    }
    count += added;
  }

  private void move(int from, int to, int entries) {
    System.arraycopy(at, from, at, to, entries);
    if (!leaf) {
      System.arraycopy(childPages, from, childPages, to, entries);
    }
  }

  private void ensureCapacity(int wanted) {
    if (wanted > at.length) {
      at = Arrays.copyOf(at, Math.max(wanted, at.length * 3 / 2 + 2));
    }
    if (!leaf && childPages.length < at.length) {
      childPages = Arrays.copyOf(childPages, at.length);
    }
  }

  int count() {
    return count;
  }

  boolean isLeaf() {
    return leaf;
  }

  /** The entry's key; to be read only. */
  byte[] key(int index) {
    long element = at[index];
    if (element < 0) {
      return own.key((int) ~element);
    }
    return Layouts.bytes(memory, dataOffset(element), keyLength(element));
  }

  /** A leaf's value where it lies, in the mapping or in this node's own memory. */
  MemorySegment value(int index) {
    long element = at[index];
    if (element < 0) {
      return MemorySegment.ofArray(own.value((int) ~element));
    }
    int key = keyLength(element);
    return memory.asSlice(dataOffset(element) + key, dataSize(element) - key);
  }

  boolean isBucket(int index) {
    if (!leaf) {
      return false;
    }
    long element = at[index];
    return element < 0
        ? own.isBucket((int) ~element)
        : (memory.get(U64, element) & Layouts.BUCKET_ENTRY) != 0;
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
    return parentKey != null ? parentKey : key(0);
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
