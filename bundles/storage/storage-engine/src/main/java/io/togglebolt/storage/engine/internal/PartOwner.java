package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.SlotOwner;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of a slot whose part is made from a set of runs: a copy of the truth is taken at
 * a boundary, the part is made from it in the background while each change is noted, and at the
 * boundary both must have the same digest.
 *
 * @param <F> the factory's type
 * @param <P> the part's type
 * @param <D> one change of the truth
 */
abstract class PartOwner<F, P, D> implements SlotOwner<F, P> {

  /** Where the boundary between two write transactions is found. */
  interface Boundary {
    /** As {@link SlotOwner#atBoundary}. */
    boolean run(Runnable task) throws InterruptedException;

    /** As {@link SlotOwner#insideOperation}. */
    boolean inside();

    /** As {@link io.togglebolt.runtime.Clock#nanoTime}. */
    long nanoTime();
  }

  private final Boundary boundary;
  private final List<DeltaLog<D>> logs = new CopyOnWriteArrayList<>();

  PartOwner(Boundary boundary) {
    this.boundary = boundary;
  }

  /** Makes an empty part. */
  abstract P create(F factory);

  /** A copy of the truth that can be told to a part later. Called at the boundary. */
  abstract Consumer<P> copyOfTruth();

  /** Tells a part the present truth. Called by whoever holds the boundary. */
  abstract void tellTruth(P part);

  /** Tells a part one change. */
  abstract void apply(P part, D delta);

  abstract PageSetDigest digestOf(P part);

  abstract PageSetDigest digestOfTruth();

  /** Notes a change for the parts that are being made. Called by whoever holds the boundary. */
  final void note(D delta) {
    for (DeltaLog<D> log : logs) {
      log.add(delta);
    }
  }

  @Override
  public final @Nullable HandOver<F, P> begin() throws InterruptedException {
    DeltaLog<D> log = new DeltaLog<>();
    AtomicReference<@Nullable Consumer<P>> copy = new AtomicReference<>();
    AtomicLong copyNanos = new AtomicLong();
    boundary.run(
        () -> {
          long begunNanos = boundary.nanoTime();
          copy.set(copyOfTruth());
          logs.add(log);
          copyNanos.set(boundary.nanoTime() - begunNanos);
        });
    Consumer<P> truth = copy.get();
    return truth == null ? null : new Making(truth, log, copyNanos.get());
  }

  @Override
  public final P rebuild(F factory) {
    P part = create(factory);
    tellTruth(part);
    requireTrue(part);
    return part;
  }

  private void requireTrue(P part) {
    PageSetDigest found = digestOf(part);
    PageSetDigest expected = digestOfTruth();
    if (!expected.equals(found)) {
      throw new IllegalStateException("holds " + found + ", expected " + expected);
    }
  }

  @Override
  public final boolean atBoundary(Runnable task) throws InterruptedException {
    return boundary.run(task);
  }

  @Override
  public final boolean insideOperation() {
    return boundary.inside();
  }

  private final class Making implements HandOver<F, P> {
    private final DeltaLog<D> log;
    private final long copyNanos;
    private @Nullable Consumer<P> truth;
    private @Nullable P part;

    Making(Consumer<P> truth, DeltaLog<D> log, long copyNanos) {
      this.truth = truth;
      this.copyNanos = copyNanos;
      this.log = log;
    }

    @Override
    public void make(F factory) {
      P made = create(factory);
      Objects.requireNonNull(truth, "made already").accept(made);
      truth = null;
      part = made;
    }

    private P part() {
      return Objects.requireNonNull(part, "not made yet");
    }

    @Override
    public void catchUp() {
      P made = part();
      log.drain(delta -> apply(made, delta));
    }

    @Override
    public P complete() {
      catchUp();
      requireTrue(part());
      return part();
    }

    @Override
    public long stateSize() {
      return digestOf(part()).pages();
    }

    @Override
    public long copyNanos() {
      return copyNanos;
    }

    @Override
    public void abandon() {
      logs.remove(log);
    }
  }
}
