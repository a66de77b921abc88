package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.BytesView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Bytes of a page, or of a writer's node. Every look at them is followed by a look at whether the
 * transaction is still open: what was read of a page that belongs to nobody any more is not handed
 * out.
 */
final class EngineBytesView implements BytesView {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final EngineTransaction transaction;
  private MemorySegment segment = NOTHING;
  private long offset;
  private int size;

  EngineBytesView(EngineTransaction transaction) {
    this.transaction = transaction;
  }

  /** The engine's own view that a user has handed in. */
  static EngineBytesView of(BytesView view, EngineTransaction transaction) {
    if (view instanceof EngineBytesView own && own.transaction == transaction) {
      return own;
    }
    throw new IllegalArgumentException(
        "the view is not of this transaction, "
            + transaction.id()
            + "; expected one from its newView()");
  }

  void point(MemorySegment memory, long from, int bytes) {
    segment = memory;
    offset = from;
    size = bytes;
  }

  void clear() {
    point(NOTHING, 0, 0);
  }

  @Override
  public int size() {
    transaction.requireOpen();
    return size;
  }

  @Override
  public byte byteAt(int index) {
    transaction.requireOpen();
    Objects.checkIndex(index, size);
    try {
      byte found = segment.get(ValueLayout.JAVA_BYTE, offset + index);
      transaction.requireStillOpen();
      return found;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public int getInt(int index) {
    transaction.requireOpen();
    Objects.checkFromIndexSize(index, Integer.BYTES, size);
    try {
      int found = segment.get(Keys.INT_BIG_ENDIAN, offset + index);
      transaction.requireStillOpen();
      return found;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public long getLong(int index) {
    transaction.requireOpen();
    Objects.checkFromIndexSize(index, Long.BYTES, size);
    try {
      long found = segment.get(Keys.LONG_BIG_ENDIAN, offset + index);
      transaction.requireStillOpen();
      return found;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public void copyTo(int from, byte[] target, int at, int length) {
    transaction.requireOpen();
    Objects.checkFromIndexSize(from, length, size);
    Objects.checkFromIndexSize(at, length, target.length);
    try {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + from, target, at, length);
      transaction.requireStillOpen();
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public byte[] toArray() {
    int length = size();
    if (length > HeapLimits.LARGE_BYTES) {
      HeapLimits.requireRoom(transaction.pages().file(), length);
    }
    byte[] bytes = new byte[length];
    copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public boolean contentEquals(byte[] bytes) {
    return size() == bytes.length && compareTo(bytes) == 0;
  }

  @Override
  public int compareTo(byte[] bytes) {
    transaction.requireOpen();
    try {
      int order = Keys.compare(segment, offset, size, bytes);
      transaction.requireStillOpen();
      return order;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }
}
