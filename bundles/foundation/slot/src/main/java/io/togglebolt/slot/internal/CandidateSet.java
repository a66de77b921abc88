package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The candidates that several slots choose from. The list is immutable and replaced as a whole
 * under this object's monitor, which is a leaf: slots read the list while they hold their own lock,
 * and are told of a change after the monitor was released.
 */
final class CandidateSet<F> implements Candidates<F> {
  /**
   * How long {@link #remove} may wait, in real time: the component runtime holds a lock meanwhile
   * that it gives up on after 5 s.
   */
  static final long REMOVE_WAIT_MILLIS = 3_000;

  private final List<SlotMechanism<F, ?>> slots = new CopyOnWriteArrayList<>();
  private final BooleanSupplier stopping;
  private final long removeWaitMillis;
  private volatile List<Candidate<F>> list = List.of();

  CandidateSet(BooleanSupplier stopping, long removeWaitMillis) {
    this.stopping = stopping;
    this.removeWaitMillis = removeWaitMillis;
  }

  @Override
  public List<Candidate<F>> list() {
    return list;
  }

  void attach(SlotMechanism<F, ?> slot) {
    slots.add(slot);
  }

  void detach(SlotMechanism<F, ?> slot) {
    slots.remove(slot);
  }

  @Override
  public void add(Candidate<F> candidate) {
    synchronized (this) {
      List<Candidate<F>> longer = without(candidate.key());
      longer.add(candidate);
      list = List.copyOf(longer);
    }
    slots.forEach(SlotMechanism::candidateAdded);
  }

  @Override
  public void remove(Candidate<F> candidate) {
    if (stopping.getAsBoolean()) {
      return;
    }
    synchronized (this) {
      list = List.copyOf(without(candidate.key()));
    }
    List<SlotMechanism<F, ?>> awaited = new ArrayList<>();
    boolean mayWait = true;
    for (SlotMechanism<F, ?> slot : slots) {
      if (slot.candidateRemoved(candidate.key())) {
        awaited.add(slot);
      }
      mayWait &= !slot.insideOperation();
    }
    if (mayWait) {
      awaitLetGo(awaited, candidate.key());
    }
  }

  private void awaitLetGo(List<SlotMechanism<F, ?>> awaited, String key) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(removeWaitMillis);
    try {
      for (SlotMechanism<F, ?> slot : awaited) {
        slot.awaitLetGo(key, deadlineNanos);
      }
    } catch (InterruptedException interrupted) {
      // The wait is a courtesy to the leaving bundle; whoever interrupts has something better to
      // do.
      Thread.currentThread().interrupt();
    }
  }

  private List<Candidate<F>> without(String key) {
    List<Candidate<F>> rest = new ArrayList<>(list);
    rest.removeIf(candidate -> candidate.key().equals(key));
    return rest;
  }
}
