package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Native memory for what a read, write or sync needs beside its buffer, taken for one call and
 * given back after it, so that such a call asks nobody for memory. Found by the calling thread's
 * number; a thread that finds its place taken, and the next ones too, gets memory that nobody gives
 * out again.
 */
final class Scratch {
  /** A power of two, more than the threads that are in a call at once on most machines. */
  private static final int PLACES = 64;

  private static final int TRIES = 8;

  private static final Scratch[] SHARED = new Scratch[PLACES];

  static {
    for (int i = 0; i < PLACES; i++) {
      SHARED[i] = new Scratch(false);
    }
  }

  /** Where the call leaves its error number. */
  final MemorySegment state;

  /** One struct iovec. */
  final MemorySegment vector;

  private final AtomicBoolean taken;

  /** The memory is freed when the garbage collector finds it unused, as when the bundle is gone. */
  private Scratch(boolean taken) {
    Arena arena = Arena.ofAuto();
    state = arena.allocate(Downcalls.STATE);
    vector = arena.allocate(Linux.IOVEC_BYTES, JAVA_LONG.byteAlignment());
    this.taken = new AtomicBoolean(taken);
  }

  static Scratch take() {
    long thread = Thread.currentThread().threadId();
    for (int i = 0; i < TRIES; i++) {
      Scratch scratch = SHARED[(int) (thread + i) & (PLACES - 1)];
      if (!scratch.taken.get() && scratch.taken.compareAndSet(false, true)) {
        return scratch;
      }
    }
    return new Scratch(true);
  }

  void giveBack() {
    taken.set(false);
  }

  /** Points the vector to a buffer, whose memory the caller keeps alive. */
  MemorySegment vectorOf(MemorySegment buffer) {
    vector.set(ADDRESS, 0, buffer);
    vector.set(JAVA_LONG, Linux.IOVEC_LENGTH_OFFSET, buffer.byteSize());
    return vector;
  }
}
