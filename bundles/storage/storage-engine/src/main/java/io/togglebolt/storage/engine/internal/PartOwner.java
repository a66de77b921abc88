package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.SlotOwner;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
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
abstract class PartOwner<F, P, D extends DeltaLog.Delta> implements SlotOwner<F, P> {

  /** Where the boundary between two write transactions is found. */
  interface Boundary {
    /** As {@link SlotOwner#atBoundary}. */
    boolean run(Runnable task) throws InterruptedException;

    /** As {@link SlotOwner#insideOperation}. */
    boolean inside();

    /** As {@link io.togglebolt.runtime.Clock#nanoTime}. */
    long nanoTime();
  }

  /** A part that falls too far behind after so many copies never catches up. */
  private static final int MAX_COPIES = 3;

  /** So many changes take a part a millisecond or two, for which a writer may wait. */
  private static final int MAX_CHANGES_AT_BOUNDARY = 1_000;

  private final Boundary boundary;
  private final List<DeltaLog<D>> logs = new CopyOnWriteArrayList<>();
  private volatile Consumer<P> retirement = part -> {};

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
    Making making = new Making();
    return making.copies() ? making : null;
  }

  @Override
  public final P rebuild(F factory) {
    P part = create(factory);
    tellTruth(part);
    requireTrue(part);
    return part;
  }

  /**
   * Compares the part with the truth, at the boundary.
   *
   * @throws StalePartException when they differ
   */
  final void requireTrue(P part) {
    PageSetDigest found = digestOf(part);
    PageSetDigest expected = digestOfTruth();
    if (!expected.equals(found)) {
      throw new StalePartException("holds " + found + ", expected " + expected);
    }
  }

  /** Who is told of each part that serves no more. At most one; nobody at first. */
  final void whenRetired(Consumer<P> listener) {
    retirement = listener;
  }

  @Override
  public final void retired(P part) {
    retirement.accept(part);
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
    private final DeltaLog<D> log = new DeltaLog<>();
    private volatile boolean abandoned;
    private long copyNanos;
    private int copies;
    private @Nullable Consumer<P> truth;
    private @Nullable F factory;
    private @Nullable P part;

    /** Copies the truth at the next boundary; false when there is none any more. */
    boolean copies() throws InterruptedException {
      return boundary.run(
          () -> {
            long begunNanos = boundary.nanoTime();
            truth = copyOfTruth();
            if (copies == 0) {
              logs.add(log);
            }
            log.restart();
            copies++;
            copyNanos = boundary.nanoTime() - begunNanos;
          });
    }

    @Override
    public void make(F from) {
      P made = create(from);
      Objects.requireNonNull(truth, "made already").accept(made);
      truth = null;
      factory = from;
      part = made;
    }

    private P part() {
      return Objects.requireNonNull(part, "not made yet");
    }

    @Override
    public void catchUp() throws InterruptedException {
      P made = part();
      if (!log.drain(delta -> apply(made, delta))) {
        makeAnew();
      }
      // Asked here first, where the part's time is limited: who hangs must not do so at the
      // boundary.
      digestOf(part());
    }

    /**
     * So much happened at once, the release of a million pages say, that another copy is cheaper
     * than all the changes.
     */
    private void makeAnew() throws InterruptedException {
      F from = factory;
      if (copies == MAX_COPIES) {
        throw new IllegalStateException(
            "never catches up: more than "
                + DeltaLog.MAX_CHANGES
                + " changes behind after each of "
                + copies
                + " copies");
      }
      if (!abandoned && from != null && copies()) {
        make(from);
      }
    }

    @Override
    public boolean isClose() {
      return log.changes() <= MAX_CHANGES_AT_BOUNDARY;
    }

    @Override
    public P complete() {
      P made = part();
      if (!log.drain(delta -> apply(made, delta))) {
        throw new IllegalStateException(
            "never catches up: more than " + DeltaLog.MAX_CHANGES + " changes behind in the end");
      }
      requireTrue(made);
      return made;
    }

    @Override
    public long stateSize() {
      // As many as the part holds, which has just been compared.
      return digestOfTruth().pages();
    }

    @Override
    public long copyNanos() {
      return copyNanos;
    }

    @Override
    public void abandon() {
      abandoned = true;
      logs.remove(log);
      factory = null;
    }
  }
}
