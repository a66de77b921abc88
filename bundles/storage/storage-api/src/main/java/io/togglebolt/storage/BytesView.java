package io.togglebolt.storage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Bytes of a key or a value where they lie, without a copy. A view is made once by {@link
 * Transaction#newView()} and pointed from one entry to the next by {@link Bucket#get(byte[],
 * BytesView)}, {@link Cursor#key(BytesView)} and {@link Cursor#value(BytesView)}, so that reading
 * allocates nothing.
 *
 * <p>What it shows is valid until it is pointed elsewhere, until its transaction ends, and, in a
 * write transaction, until the next change of the bucket. After the transaction's end, by whomever,
 * every call throws {@link TransactionClosedException}; before the view is first pointed anywhere
 * it is empty. Used by one thread at a time, that of its transaction.
 *
 * <p>A view is a place, not a value: {@code equals} and {@code hashCode} are those of the object.
 * {@link #contentEquals} and {@link #compareTo} look at the bytes.
 */
@ProviderType
public interface BytesView {

  /** How many bytes there are. */
  int size();

  /**
   * The byte at that index.
   *
   * @throws IndexOutOfBoundsException when the index is not from 0 to size - 1
   */
  byte byteAt(int index);

  /**
   * The four bytes from that index on, the first one the highest.
   *
   * @throws IndexOutOfBoundsException when they do not all lie inside
   */
  int getInt(int index);

  /**
   * The eight bytes from that index on, the first one the highest.
   *
   * @throws IndexOutOfBoundsException when they do not all lie inside
   */
  long getLong(int index);

  /**
   * Copies bytes from index {@code from} to the caller's array.
   *
   * @throws IndexOutOfBoundsException when the range does not lie inside the view or the target;
   *     nothing is copied then
   */
  void copyTo(int from, byte[] target, int at, int length);

  /** A copy of all bytes. */
  byte[] toArray();

  /** Whether the bytes are those of the array. */
  boolean contentEquals(byte[] bytes);

  /**
   * Compares in the order of keys: unsigned bytes, a prefix before what it begins.
   *
   * @return a negative number, zero or a positive number, as the view is below, equal or above
   */
  int compareTo(byte[] bytes);
}
