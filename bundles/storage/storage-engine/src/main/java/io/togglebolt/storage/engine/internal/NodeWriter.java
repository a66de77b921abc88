package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.U64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes a node's elements and their data, entry by entry in order. The data of neighbouring
 * entries that also lie side by side in the base page is copied in one go, which for a page of
 * which one entry has changed means two copies.
 */
final class NodeWriter {
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final MemorySegment base;
  private final MemorySegment target;

  /** Where the next element goes. */
  private long element = Layouts.PAGE_HEADER;

  /** Where the next entry's data goes. */
  private long data;

  /** What is to be copied from the base but is not yet: it ends where {@link #data} is. */
  private long waitingFrom;

  private long waitingTo;

  /**
   * @param base where the entries that are not the transaction's own lie
   * @param target the page run
   */
  NodeWriter(MemorySegment base, MemorySegment target, int count) {
    this.base = base;
    this.target = target;
    data = Layouts.PAGE_HEADER + (long) count * Layouts.ELEMENT;
  }

  /**
   * A leaf's entry of the base.
   *
   * @param sizes the second half of its element: key size and value size
   * @param from where its data lies
   */
  void leaf(long flags, long sizes, long from) {
    leafElement(flags, sizes);
    copyLater(from, (sizes & LOW_HALF) + (sizes >>> 32));
  }

  /** A leaf's entry of the transaction. */
  void ownLeaf(byte[] key, byte[] value, boolean isBucket) {
    leafElement(isBucket ? Layouts.BUCKET_ENTRY : 0, key.length | (long) value.length << 32);
    copyWaiting();
    put(key);
    put(value);
  }

  private void leafElement(long flags, long sizes) {
    target.set(U64, element, flags | (data - element) << 32);
    target.set(U64, element + Long.BYTES, sizes);
    element += Layouts.ELEMENT;
  }

  /** A branch's entry of the base. */
  void branch(int keyLength, long child, long from) {
    branchElement(keyLength, child);
    copyLater(from, keyLength);
  }

  /** A branch's entry of the transaction. */
  void ownBranch(byte[] key, long child) {
    branchElement(key.length, child);
    copyWaiting();
    put(key);
  }

  private void branchElement(int keyLength, long child) {
    target.set(U64, element, (data - element) | (long) keyLength << 32);
    target.set(U64, element + Long.BYTES, child);
    element += Layouts.ELEMENT;
  }

  private void copyLater(long from, long bytes) {
    if (from != waitingTo) {
      copyWaiting();
      waitingFrom = from;
    }
    waitingTo = from + bytes;
    data += bytes;
  }

  private void copyWaiting() {
    long bytes = waitingTo - waitingFrom;
    MemorySegment.copy(base, waitingFrom, target, data - bytes, bytes);
    waitingFrom = waitingTo;
  }

  private void put(byte[] bytes) {
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, data, bytes.length);
    data += bytes.length;
  }

  /** Copies what is left, and clears the rest of the run. */
  void finish() {
    copyWaiting();
    target.asSlice(data).fill((byte) 0);
  }
}
