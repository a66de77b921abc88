package io.togglebolt.slot.internal;

import io.togglebolt.slot.PartRefusedException;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotOwner;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.UnknownPartException;
import org.jspecify.annotations.Nullable;

/**
 * One slot, as its owner, its operators and its candidates see it. {@link SlotCore} says how it
 * works inside.
 */
final class SlotMechanism<F, P> implements Slot<P> {
  private final SlotCore<F, P> core;
  private final SlotState<F, P> state;
  private final CandidateSet<F> candidates;
  private final Filling<F, P> filling;

  SlotMechanism(
      SlotOptions options,
      CandidateSet<F> candidates,
      SlotOwner<F, P> owner,
      Surroundings surroundings) {
    this.candidates = candidates;
    core = new SlotCore<>(options, candidates, owner, surroundings);
    state = core.state();
    filling = new Filling<>(core);
  }

  /** Fills the slot and makes it known. */
  void open() {
    core.locked(() -> state.rebuilding = true);
    candidates.attach(this);
    try {
      filling.open();
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
    core.surroundings().slots().add(this);
  }

  // As its owner sees it.

  @Override
  public @Nullable P part() {
    return core.part();
  }

  @Override
  public void awaitPart() throws InterruptedException {
    if (core.part() != null) {
      return;
    }
    long timeoutMillis = core.options().vacancyTimeoutMillis();
    boolean came;
    core.locked(() -> state.waiting++);
    try {
      // Another thread may take the part away again at once, so what counts is that it was seen.
      came = core.await(() -> state.closed || core.part() != null, core.nanoTime(), timeoutMillis);
    } finally {
      core.locked(() -> state.waiting--);
    }
    if (!came) {
      throw Filling.vacant(core, timeoutMillis);
    }
    if (core.part() == null && core.locked(() -> state.closed)) {
      throw new SlotException(core.scribe().slot() + " is closed and no part serves in it");
    }
  }

  @Override
  public P replaceFailed(P failed, Throwable cause) throws InterruptedException {
    return filling.replaceFailed(failed, cause, true);
  }

  @Override
  public P renew(P stale, Throwable cause) throws InterruptedException {
    return filling.replaceFailed(stale, cause, false);
  }

  @Override
  public void close() {
    HandOverRun<F, P> ending =
        core.locked(
            () -> {
              HandOverRun<F, P> running = state.run;
              state.close();
              return running;
            });
    core.proceed();
    if (ending != null) {
      giveUp(ending);
    }
    candidates.detach(this);
    core.surroundings().slots().remove(this);
    core.scribe().close();
  }

  // As its operators see it.

  @Override
  public String kind() {
    return core.options().kind();
  }

  @Override
  public String owner() {
    return core.options().owner();
  }

  @Override
  public SlotStatus status() {
    return core.locked(state::status);
  }

  @Override
  public void pin(@Nullable String name) {
    core.change(
        () -> {
          state.refuse("another choice was made meanwhile");
          state.pinned = name;
        });
  }

  @Override
  public void use(String name, long timeoutMillis) throws InterruptedException {
    if (core.owner().insideOperation()) {
      throw new SlotException(
          core.scribe().slot()
              + " cannot be changed to "
              + name
              + " from inside an operation of its owner, which would wait for itself");
    }
    long begunNanos = core.nanoTime();
    UseRequest request = core.locked(() -> ask(name));
    core.proceed();
    try {
      core.await(request::settled, begunNanos, timeoutMillis);
    } finally {
      cancel(request, "it was not ready after " + timeoutMillis + " ms");
    }
    String failure = request.failure();
    if (failure != null) {
      String serving = core.locked(state::servingName);
      throw new PartRefusedException(
          core.scribe().slot()
              + " did not change to "
              + name
              + ": "
              + failure
              + "; "
              + (serving == null ? "no part serves" : serving + " serves"),
          failure);
    }
  }

  /** Under the lock. */
  private UseRequest ask(String name) {
    if (state.closed) {
      throw new SlotException(core.scribe().slot() + " is closed");
    }
    if (state.list().stream().noneMatch(candidate -> candidate.name().equals(name))) {
      throw new UnknownPartException(
          core.options().kind()
              + " of "
              + core.options().owner()
              + ": no candidate is named '"
              + name
              + "'; "
              + state.names());
    }
    state.refuse("another choice was made meanwhile");
    UseRequest request = new UseRequest(name, state.pinned);
    state.setAside.forgive(name);
    state.pinned = name;
    state.request = request;
    return request;
  }

  /** Takes back a request that is still open: the old pin returns, and the hand-over ends. */
  private void cancel(UseRequest request, String reason) {
    HandOverRun<F, P> pointless =
        core.locked(
            () -> {
              if (state.request != request) {
                return null;
              }
              state.refuse(reason);
              HandOverRun<F, P> running = state.run;
              boolean wanted = running == null || core.stillWanted(running);
              return wanted ? null : running;
            });
    if (pointless != null) {
      giveUp(pointless);
    }
    core.proceed();
  }

  // As its candidates see it.

  void candidateAdded() {
    core.change(
        () -> {
          Serving<P> serving = state.serving();
          if (serving != null && state.present(serving.key())) {
            state.withdrawal = null;
          }
        });
  }

  /**
   * A candidate has left the set.
   *
   * @return whether the one who removed it should wait with {@link #awaitLetGo}
   */
  boolean candidateRemoved(String key) {
    HandOverRun<F, P> run =
        core.locked(() -> isTarget(key) && !state.present(key) ? state.run : null);
    boolean prepared = run != null;
    if (run != null) {
      giveUp(run);
    }
    Withdrawal withdrawal = core.locked(() -> withdraw(key));
    core.proceed();
    if (withdrawal == null) {
      return prepared;
    }
    if (core.options().graceMillis() > 0) {
      Runnable end = () -> core.change(withdrawal::endGrace);
      core.surroundings().scheduler().schedule(end, core.options().graceMillis());
      return prepared;
    }
    return prepared || core.locked(() -> state.best() != null);
  }

  /**
   * Under the lock: begins the grace time of the serving part, if it is its candidate that left.
   */
  private @Nullable Withdrawal withdraw(String key) {
    if (state.closed || state.present(key) || !state.serves(key) || state.withdrawal != null) {
      return null;
    }
    Withdrawal begun = new Withdrawal(core.options().graceMillis() <= 0);
    state.withdrawal = begun;
    return begun;
  }

  boolean insideOperation() {
    return core.owner().insideOperation();
  }

  /**
   * Waits until nothing here needs the candidate any more and its successor's hand-over has been
   * let go, or until the deadline in real time.
   */
  void awaitLetGo(String key, long deadlineNanos) throws InterruptedException {
    core.awaitInRealTime(
        () -> {
          Withdrawal withdrawal = state.withdrawal;
          boolean leaving = withdrawal != null && withdrawal.graceOver() && state.serves(key);
          HandOverRun<F, P> running = state.run;
          boolean ending = running != null && running.switched();
          return state.closed || !leaving && !ending && !isTarget(key);
        },
        deadlineNanos);
  }

  private boolean isTarget(String key) {
    HandOverRun<F, P> running = state.run;
    return running != null && key.equals(running.targetKey());
  }

  /** The run changes nothing any more; if it sleeps, it is woken. */
  private void giveUp(HandOverRun<F, P> run) {
    boolean switching =
        core.locked(
            () -> {
              run.giveUp();
              return run.phase() == HandOverRun.Phase.SWITCHING;
            });
    if (!switching) {
      // At the boundary it is the owner's thread that works, for a short time, and is left alone.
      run.interrupt();
    }
  }
}
