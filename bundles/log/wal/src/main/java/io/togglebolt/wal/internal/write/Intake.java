package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where saves get their place in the order: they are encoded into the open one of two buffers while
 * the other one is written. Its position, behind everything that was accepted, is ahead of what is
 * durable.
 *
 * <p>Everything here, in {@link Telling}, {@link Turn} and {@link Room} is guarded by {@link
 * #lock}, which is taken after the boundary, never before it. Nothing is called with it held but
 * the encoder and futures that nobody has seen yet.
 */
public final class Intake {
  private final ReentrantLock lock = new ReentrantLock();

  /** Buffers, phases or refusals have changed. */
  private final Condition changed = lock.newCondition();

  private final Telling telling = new Telling(lock);
  private final Turn turn = new Turn(lock, changed, this::isWorkWaiting);
  private final Room room = new Room(changed, turn);
  private final LogEncoder encoder;
  private LogBuffer open;

  /** The other buffer; null while it is written, or waits to be. */
  private @Nullable LogBuffer spare;

  /** Why everything is refused; null while it is not. */
  private @Nullable Supplier<WalException> refusal;

  /** Writes a save's frames, and says whether it must be durable. */
  interface Encoding {
    void into(Save save, ByteBuffer target);
  }

  /** How much waits, and what was accepted last. */
  record Load(int saves, long bytes, long lastIndex, HardState state, long toldSaves) {}

  Intake(LogEncoder encoder, int bufferBytes) {
    this.encoder = encoder;
    open = new LogBuffer(bufferBytes);
    spare = new LogBuffer(bufferBytes);
  }

  Telling telling() {
    return telling;
  }

  Turn turn() {
    return turn;
  }

  // What is appended.

  /** Whether anything that was accepted is not durable. With the lock held. */
  boolean isBehind() {
    return !open.isEmpty() || spare == null;
  }

  /**
   * Gives a save its place.
   *
   * @param bytes how many it takes at most
   */
  Save accept(long bytes, Encoding encoding) {
    Save save = new Save();
    lock.lock();
    try {
      // A save may end the segment, and so may a swap before the buffer is written.
      awaitRoom(bytes + 2 * encoder.maxHeadBytes());
      Supplier<WalException> refused = refusal;
      if (refused == null) {
        encode(save, encoding);
        return save;
      }
      WalException why = refused.get();
      if (why instanceof WalClosedException) {
        throw why;
      }
      refused(save, why);
      return save;
    } finally {
      lock.unlock();
    }
  }

  /** It fails in its turn: what was accepted before it may not have been told yet. */
  private void refused(Save save, WalException why) {
    save.failure = why;
    if (telling.isIdle()) {
      save.finish();
      return;
    }
    telling.begin(save);
    if (isBehind()) {
      // The failure is known, and what waits is about to be failed; it does so with this one.
      save.mustSync = true;
      open.add(save);
    } else {
      telling.end(save);
    }
  }

  /** All of it or nothing: whatever is thrown, the position is what it was. */
  private void encode(Save save, Encoding encoding) {
    ByteBuffer target = open.bytes();
    int begin = target.position();
    Position before = encoder.position();
    int piece = open.lastPiece();
    boolean encoded = false;
    try {
      encoding.into(save, target);
      save.bytes = target.position() - begin;
      // One that only ends a segment is over when the next one has begun.
      save.piece = open.lastPiece();
      save.left = encoder.state();
      if (encoder.isSegmentFull()) {
        save.mustSync = true;
        beginSegment(target);
      }
      encoded = true;
    } finally {
      if (!encoded) {
        open.undo(piece, begin);
        encoder.moveTo(before);
      }
    }
    // Allocates nothing, so either both are done or none is.
    enlist(save);
  }

  /** Ends a segment and begins the next. With the lock held. */
  void beginSegment(ByteBuffer target) {
    Position end = encoder.position();
    open.cut(end.lastIndex() + 1, end);
    encoder.head(target);
  }

  /** What need not be durable is over at once, unless something before it is not. */
  private void enlist(Save save) {
    if (!save.mustSync && telling.isIdle()) {
      leave(save);
      telling.tellNew(save);
    } else {
      telling.begin(save);
      open.add(save);
    }
  }

  private void leave(Save save) {
    if (save.bytes > 0) {
      open.leave(save.left);
    }
  }

  // Room.

  private void awaitRoom(long bytes) {
    if (room.isOpen() && open.fits(bytes)) {
      return;
    }
    if (turn.isMine() || telling.isMine()) {
      // It would wait for itself: what a future's completion appends is held beyond the limit.
      open.grow(bytes);
      return;
    }
    room.await(() -> refusal != null, () -> hasRoom(bytes));
  }

  /** A save that is larger than a buffer has one of its own. */
  private boolean hasRoom(long bytes) {
    if (open.isBlank()) {
      open.grow(bytes);
    }
    return open.fits(bytes);
  }

  private boolean isWorkWaiting() {
    return spare == null || open.mustSync() || room.isWanted() && !open.isEmpty();
  }

  // What is written; called at the boundary.

  /**
   * The open buffer, which is then closed; null when there is nothing that must be written. The
   * caller gives it back.
   */
  @Nullable LogBuffer take() {
    lock.lock();
    try {
      return isWorkWaiting() ? close() : null;
    } finally {
      lock.unlock();
    }
  }

  /** The same, with the end of the segment at its end. */
  LogBuffer takeWithCut() {
    lock.lock();
    try {
      open.grow(encoder.maxHeadBytes());
      beginSegment(open.bytes());
      return close();
    } finally {
      lock.unlock();
    }
  }

  private LogBuffer close() {
    LogBuffer taken = open;
    taken.end(encoder.position());
    open = Objects.requireNonNull(spare, "the other buffer is written still");
    spare = null;
    room.isMade();
    changed.signalAll();
    return taken;
  }

  /** Its saves that are durable are over. */
  void written(LogBuffer batch) {
    lock.lock();
    try {
      for (Save save = batch.pollWritten(); save != null; save = batch.pollWritten()) {
        telling.end(save);
      }
    } finally {
      lock.unlock();
    }
  }

  /** All of it is written. */
  void giveBack(LogBuffer batch) {
    lock.lock();
    try {
      batch.clear();
      spare = batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Fails all that waits, and goes back to a position. A hard state that somebody was told is saved
   * waits again.
   *
   * @param batch what was taken and is not written, or null
   * @param durable the position behind what is
   */
  void failWaiting(@Nullable LogBuffer batch, Position durable, Supplier<WalException> why) {
    lock.lock();
    try {
      // Made before anything is changed: where there is no memory, all of it is done later.
      WalException shared = why.get();
      HardState left = open.left();
      if (batch != null) {
        left = left == null ? batch.left() : left;
        fail(batch, why, shared);
        spare = batch;
      }
      fail(open, why, shared);
      encoder.moveTo(durable);
      room.isMade();
      if (left != null) {
        encoder.state(left, open.bytes());
        open.leave(left);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(LogBuffer buffer, Supplier<WalException> why, WalException shared) {
    for (Save save = buffer.poll(); save != null; save = buffer.poll()) {
      save.failure = ownOr(shared, why);
      telling.end(save);
    }
    buffer.clear();
  }

  /** Each has an exception of its own, as long as there is memory for it. */
  private static WalException ownOr(WalException shared, Supplier<WalException> why) {
    try {
      return why.get();
    } catch (OutOfMemoryError noMemory) {
      return shared;
    }
  }

  /** From now on everything is refused; a reason that was given before stays. */
  void refuse(Supplier<WalException> why) {
    lock.lock();
    try {
      refusal = refusal == null ? why : refusal;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses everything from now on.
   *
   * @return the last save, of what is not durable yet; null when all is
   */
  @Nullable Save close(Supplier<WalException> why) {
    lock.lock();
    try {
      boolean failed = refusal != null;
      refusal = why;
      changed.signalAll();
      if (failed || open.isEmpty() && spare != null && telling.isIdle()) {
        return null;
      }
      Save last = new Save();
      last.mustSync = true;
      last.piece = open.lastPiece();
      enlist(last);
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Lets what need not be durable go ahead of what comes after it, when all before it is over. */
  @Nullable Save pollLeavable() {
    lock.lock();
    try {
      if (!telling.isLeft(open.countSaves())) {
        return null;
      }
      Save save = open.pollLeavable();
      if (save != null) {
        leave(save);
      }
      return save;
    } finally {
      lock.unlock();
    }
  }

  /** How much waits. */
  Load load() {
    lock.lock();
    try {
      return new Load(
          telling.pending(),
          telling.pendingBytes(),
          encoder.lastIndex(),
          encoder.state(),
          telling.told());
    } finally {
      lock.unlock();
    }
  }
}
