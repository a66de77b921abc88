package io.togglebolt.slot.internal;

import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotOwner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An owner whose truth is how many operations it has done. Checks that the serving part has counted
 * all of them, and that each hand-over is let go exactly once.
 */
final class FakeOwner implements SlotOwner<FakeFactory, FakeFactory.Part> {
  final ReentrantLock boundary = new ReentrantLock();
  final AtomicInteger openHandOvers = new AtomicInteger();
  final AtomicInteger rebuilds = new AtomicInteger();
  final AtomicInteger prepares = new AtomicInteger();
  final AtomicInteger catchUps = new AtomicInteger();

  /** How many changes are so many that a part catches up with them outside the boundary. */
  volatile long closeEnough = Long.MAX_VALUE;

  volatile boolean closed;
  volatile @Nullable RuntimeException boundaryFails;
  private volatile long operations;

  /** The parts that were made to serve and are not retired, by identity. */
  final Set<FakeFactory.Part> alive = ConcurrentHashMap.newKeySet();

  long operations() {
    return operations;
  }

  @Override
  public HandOver<FakeFactory, FakeFactory.Part> begin() throws InterruptedException {
    boundary.lockInterruptibly();
    boundary.unlock();
    openHandOvers.incrementAndGet();
    return new HandOver<>() {
      private FakeFactory factory;
      private FakeFactory.Part part;
      private boolean abandoned;

      @Override
      public void make(FakeFactory candidate) throws Exception {
        prepares.incrementAndGet();
        factory = candidate;
        factory.at(FakeFactory.Step.PREPARE);
        part = factory.part(operations);
      }

      @Override
      public void catchUp() throws Exception {
        catchUps.incrementAndGet();
        factory.at(FakeFactory.Step.CATCH_UP);
        part.counted = operations;
      }

      @Override
      public boolean isClose() {
        check(boundary.isHeldByCurrentThread(), "asked outside the boundary");
        return operations - part.counted <= closeEnough;
      }

      @Override
      public FakeFactory.Part complete() throws Exception {
        check(boundary.isHeldByCurrentThread(), "completed outside the boundary");
        check(!abandoned, "completed after it was abandoned");
        factory.at(FakeFactory.Step.COMPLETE);
        part.counted = operations;
        alive.add(part);
        return part;
      }

      @Override
      public long stateSize() {
        return part.counted;
      }

      @Override
      public void abandon() {
        check(!abandoned, "abandoned twice");
        abandoned = true;
        openHandOvers.decrementAndGet();
      }
    };
  }

  @Override
  public FakeFactory.Part rebuild(FakeFactory factory) throws Exception {
    rebuilds.incrementAndGet();
    factory.at(FakeFactory.Step.REBUILD);
    FakeFactory.Part part = factory.part(operations);
    alive.add(part);
    return part;
  }

  @Override
  public void retired(FakeFactory.Part part) {
    check(alive.remove(part), "retired twice, or before it could serve");
  }

  @Override
  public boolean atBoundary(Runnable task) throws InterruptedException {
    boundary.lockInterruptibly();
    try {
      RuntimeException failure = boundaryFails;
      if (failure != null) {
        throw failure;
      }
      if (closed) {
        return false;
      }
      task.run();
      return true;
    } finally {
      boundary.unlock();
    }
  }

  @Override
  public boolean insideOperation() {
    return boundary.isHeldByCurrentThread();
  }

  /**
   * One operation, if a part serves.
   *
   * @return the part's name, or null while the slot is vacant
   */
  @Nullable String operate(Slot<FakeFactory.Part> slot) {
    boundary.lock();
    try {
      FakeFactory.Part part = slot.part();
      if (part == null) {
        return null;
      }
      count(part);
      check(slot.part() == part, "the part changed in the middle of an operation");
      return part.madeBy.name;
    } finally {
      boundary.unlock();
    }
  }

  /** One operation in the middle of which the part fails. */
  FakeFactory.Part operateAndFail(Slot<FakeFactory.Part> slot, Throwable cause)
      throws InterruptedException {
    boundary.lock();
    try {
      FakeFactory.Part failed = slot.part();
      check(failed != null, "no part serves");
      FakeFactory.Part next = slot.replaceFailed(failed, cause);
      check(slot.part() == next, "another part serves than the one that was returned");
      count(next);
      return next;
    } finally {
      boundary.unlock();
    }
  }

  /** An operation in which the part turns out not to be like the truth. */
  FakeFactory.Part operateAndRenew(Slot<FakeFactory.Part> slot, Throwable cause)
      throws InterruptedException {
    boundary.lock();
    try {
      FakeFactory.Part stale = slot.part();
      check(stale != null, "no part serves");
      FakeFactory.Part next = slot.renew(stale, cause);
      check(!alive.contains(stale), "the stale part was not retired");
      check(slot.part() == next, "another part serves than the one that was returned");
      count(next);
      return next;
    } finally {
      boundary.unlock();
    }
  }

  private void count(FakeFactory.Part part) {
    check(alive.contains(part), "a retired part serves");
    check(part.counted == operations, "stale: " + part.counted + " of " + operations);
    operations++;
    part.counted++;
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
