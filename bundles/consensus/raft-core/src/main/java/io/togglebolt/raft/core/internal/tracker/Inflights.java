package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.RaftInvariantException;
import java.util.Arrays;

/**
 * The messages with entries that are on the way to a peer and not acknowledged yet, oldest first.
 * Each stands for the index of its last entry and for the bytes of its entries; both their number
 * and their bytes are bounded.
 *
 * <p>A ring that grows up to the number of messages that were ever on the way at once, so that a
 * generous bound costs nothing where it is not used. For one thread.
 */
public final class Inflights {
  private static final int FIRST_CAPACITY = 8;

  private final int maxMessages;
  private final long maxBytes;
  private long[] indexes = new long[0];
  private long[] sizes = new long[0];
  private int first;
  private int count;
  private long bytes;

  /**
   * A window for so many messages.
   *
   * @param maxMessages how many messages fill it; at least 1
   * @param maxBytes how many bytes fill it. A message is let in while there is room for one byte,
   *     so the window can end up fuller by a message less that byte; 0 for no limit
   */
  public Inflights(int maxMessages, long maxBytes) {
    if (maxMessages < 1) {
      throw new IllegalArgumentException(
          "maxMessages of a window is " + maxMessages + "; expected at least 1");
    }
    if (maxBytes < 0) {
      throw new IllegalArgumentException(
          "maxBytes of a window is " + maxBytes + "; expected at least 0");
    }
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /**
   * Puts a message on the way.
   *
   * @param index the index of its last entry, at least that of the message before
   * @param messageBytes the bytes of its entries
   * @throws RaftInvariantException when the window is full
   */
  public void add(long index, long messageBytes) {
    if (isFull()) {
      throw new RaftInvariantException(
          "a message up to index "
              + index
              + " was sent to a peer with "
              + count
              + " messages of "
              + bytes
              + " bytes in flight, which is as much as may be");
    }
    if (count == indexes.length) {
      grow();
    }
    int place = wrap(first + count);
    indexes[place] = index;
    sizes[place] = messageBytes;
    count++;
    bytes += messageBytes;
  }

  /** Takes off what an acknowledgement of an index has answered: all messages up to it. */
  public void freeUpTo(long index) {
    while (count > 0 && indexes[first] <= index) {
      bytes -= sizes[first];
      first = wrap(first + 1);
      count--;
    }
  }

  /** Whether nothing more may be sent. */
  public boolean isFull() {
    return count == maxMessages || (maxBytes != 0 && bytes >= maxBytes);
  }

  /** How many messages are on the way. */
  public int count() {
    return count;
  }

  /** How many bytes of entries are on the way. */
  public long bytes() {
    return bytes;
  }

  /** Forgets what is on the way. */
  public void reset() {
    first = 0;
    count = 0;
    bytes = 0;
  }

  /** Called when the ring is full; it is unrolled on the way. */
  private void grow() {
    // Not the sum, which a bound near the largest number would let overflow.
    int room = indexes.length > maxMessages / 2 ? maxMessages : indexes.length * 2;
    int capacity = Math.max(Math.min(FIRST_CAPACITY, maxMessages), room);
    indexes = unrolled(indexes, capacity);
    sizes = unrolled(sizes, capacity);
    first = 0;
  }

  private long[] unrolled(long[] ring, int capacity) {
    long[] copy = Arrays.copyOfRange(ring, first, first + capacity);
    System.arraycopy(ring, 0, copy, ring.length - first, first);
    return copy;
  }

  private int wrap(int place) {
    return place >= indexes.length ? place - indexes.length : place;
  }

  /** How many there are of what may be, for a debugger. */
  @Override
  public String toString() {
    return count + " of " + maxMessages + " messages, " + bytes + " bytes";
  }
}
