package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.slot.SwapRecord.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fills a slot on the calling thread, which holds the owner's boundary or has not yet opened it to
 * anybody: when the slot is opened, and when the serving part failed in the middle of an operation.
 * While it works, {@code state.rebuilding} keeps the background from beginning anything.
 */
final class Filling<F, P> {
  private final SlotCore<F, P> core;
  private final SlotState<F, P> state;

  Filling(SlotCore<F, P> core) {
    this.core = core;
    this.state = core.state();
  }

  /** Fills the slot for the first time; {@code state.rebuilding} was set before. */
  void open() {
    long begunNanos = core.nanoTime();
    Serving<P> served = null;
    try {
      while (!settled(served)) {
        retire(served);
        served = make();
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new SlotException(
          core.scribe().slot() + " was not opened: the thread was interrupted", interruption);
    }
    if (served != null) {
      long took = core.nanoTime() - begunNanos;
      core.scribe()
          .switched(Event.FILLED, null, served.name(), "opened", new Scribe.Cost(took, took, 0, 0));
    }
  }

  private void retire(@Nullable Serving<P> unneeded) {
    if (unneeded != null) {
      core.retire(unneeded.part());
    }
  }

  /** Serves with what was made, unless a better candidate has come or it has gone meanwhile. */
  private boolean settled(@Nullable Serving<P> made) {
    return core.locked(
        () -> {
          Candidate<F> best = state.best();
          boolean asWanted = best == null || made != null && best.key().equals(made.key());
          if (asWanted) {
            core.serve(best == null ? null : made);
            state.rebuilding = false;
          }
          return asWanted;
        });
  }

  /**
   * Replaces a part that has failed; see {@link io.togglebolt.slot.Slot#replaceFailed}.
   *
   * @param blamed whether its candidate is set aside; see {@link io.togglebolt.slot.Slot#renew}
   */
  P replaceFailed(P failed, Throwable cause, boolean blamed) throws InterruptedException {
    long begunNanos = core.nanoTime();
    Serving<P> serving = core.locked(() -> drop(failed));
    if (serving != null && serving.part() != failed) {
      return serving.part();
    }
    String from = serving == null ? null : serving.name();
    retire(serving);
    try {
      if (serving != null && blamed) {
        String reason = Reasons.of(cause);
        core.setAside(
            serving.key(),
            serving.name(),
            reason,
            Reasons.where(cause),
            !Reasons.isTheMachines(cause));
      }
      return refill(from, begunNanos);
    } finally {
      core.change(() -> state.rebuilding = false);
    }
  }

  /** Under the lock: a part that failed is used no more, whatever comes. */
  private @Nullable Serving<P> drop(P failed) {
    Serving<P> serving = state.serving();
    if (serving != null && serving.part() != failed) {
      return serving;
    }
    if (state.closed) {
      throw new SlotException(core.scribe().slot() + " is closed; its part failed after that");
    }
    core.serve(null);
    state.rebuilding = true;
    return serving;
  }

  private P refill(@Nullable String from, long begunNanos) throws InterruptedException {
    boolean vacated = false;
    while (true) {
      Serving<P> made = make();
      if (made != null && adopted(made)) {
        long took = core.nanoTime() - begunNanos;
        int waited = vacated ? 1 : 0;
        core.scribe()
            .switched(
                from == null ? Event.FILLED : Event.REBUILT,
                from,
                made.name(),
                from == null ? "the first candidate to come" : from + " failed",
                new Scribe.Cost(took, took, 0, waited));
        return made.part();
      }
      retire(made);
      if (made == null) {
        if (!vacated && from != null) {
          String reason = from + " failed and nothing else is usable";
          core.scribe().switched(Event.VACATED, from, null, reason, Scribe.Cost.NOTHING);
        }
        vacated = true;
        awaitCandidate(begunNanos);
      }
    }
  }

  private boolean adopted(Serving<P> made) {
    return core.locked(
        () -> {
          if (state.closed || !state.usable(made.key())) {
            return false;
          }
          core.serve(made);
          state.swaps++;
          return true;
        });
  }

  private void awaitCandidate(long begunNanos) throws InterruptedException {
    long timeoutMillis = core.options().vacancyTimeoutMillis();
    boolean came =
        core.await(() -> state.closed || state.best() != null, begunNanos, timeoutMillis);
    if (core.locked(() -> state.closed)) {
      throw new SlotException(core.scribe().slot() + " was closed while it was vacant");
    }
    if (!came) {
      throw vacant(core, timeoutMillis);
    }
  }

  /** Says which slot is vacant, since when, and what to do about it. */
  static SlotVacantException vacant(SlotCore<?, ?> core, long timeoutMillis) {
    String kind = core.options().kind();
    String distrusted = core.locked(core.state()::distrusted);
    return new SlotVacantException(
        core.scribe().slot()
            + " is vacant: no usable part came within "
            + timeoutMillis
            + " ms. Start a bundle that offers one"
            + (distrusted.isEmpty() ? "" : ", or give one that was set aside another chance")
            + " ("
            + kind
            + ":list shows them); operations then go on."
            + distrusted);
  }

  /** A part of the best candidate; those that fail are set aside. Null when there is none. */
  private @Nullable Serving<P> make() throws InterruptedException {
    while (true) {
      Candidate<F> candidate = core.locked(() -> state.best());
      if (candidate == null) {
        return null;
      }
      try {
        candidate.preload().run();
        P part =
            Objects.requireNonNull(
                core.owner().rebuild(candidate.factory()), "the owner rebuilt nothing");
        return new Serving<>(candidate.name(), candidate.key(), part);
      } catch (InterruptedException interruption) {
        throw interruption;
      } catch (Throwable failed) {
        String reason = Reasons.of(failed);
        core.setAside(candidate.key(), candidate.name(), reason, Reasons.where(failed));
      }
    }
  }
}
