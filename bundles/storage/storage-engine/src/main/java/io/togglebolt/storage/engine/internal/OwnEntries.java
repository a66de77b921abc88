package io.togglebolt.storage.engine.internal;

import java.util.Arrays;

/**
 * The entries of a node that its transaction has put there, by number. Numbers of dropped entries
 * are not given again before {@link #compact}.
 */
final class OwnEntries {
  /** The value of a branch's entries. */
  static final byte[] NO_VALUE = new byte[0];

  private static final byte[][] NONE = new byte[0][];
  private static final int TOLERATED_WASTE = 64;

  private byte[][] keys = NONE;
  private byte[][] values = NONE;
  private boolean[] buckets = new boolean[0];
  private int count;
  private int live;

  /** Adds an entry, whose arrays become this object's; returns its number. */
  int add(byte[] key, byte[] value, boolean isBucket) {
    if (count == keys.length) {
      int capacity = count * 3 / 2 + 2;
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, capacity);
      buckets = Arrays.copyOf(buckets, capacity);
    }
    keys[count] = key;
    values[count] = value;
    buckets[count] = isBucket;
    live++;
    return count++;
  }

  /** Adds another's entry; returns its number here. */
  int add(OwnEntries other, int slot) {
    return add(other.keys[slot], other.values[slot], other.buckets[slot]);
  }

  void drop(int slot) {
    keys[slot] = NO_VALUE;
    values[slot] = NO_VALUE;
    live--;
  }

  /**
   * Whether more numbers are dropped than in use: a transaction may put one key a million times.
   */
  boolean isWasteful() {
    return count - live > live + TOLERATED_WASTE;
  }

  /**
   * Numbers the entries anew.
   *
   * @param places a node's places, of which the negative ones are the complements of all numbers
   *     that are in use
   */
  void compact(long[] places, int length) {
    OwnEntries dense = new OwnEntries();
    for (int i = 0; i < length; i++) {
      if (places[i] < 0) {
        places[i] = ~(long) dense.add(this, (int) ~places[i]);
      }
    }
    keys = dense.keys;
    values = dense.values;
    buckets = dense.buckets;
    count = dense.count;
    live = dense.live;
  }

  byte[] key(int slot) {
    return keys[slot];
  }

  byte[] value(int slot) {
    return values[slot];
  }

  boolean isBucket(int slot) {
    return buckets[slot];
  }

  /** Bytes of key and value. */
  long size(int slot) {
    return (long) keys[slot].length + values[slot].length;
  }
}
