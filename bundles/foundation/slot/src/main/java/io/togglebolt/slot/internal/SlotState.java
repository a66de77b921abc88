package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import io.togglebolt.slot.SlotStatus.State;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping of one slot and the decisions that follow from it. Calls nobody. Not thread-safe:
 * the slot's lock guards everything here.
 */
final class SlotState<F, P> {
  final SetAside setAside = new SetAside();
  @Nullable String pinned;
  @Nullable Withdrawal withdrawal;
  @Nullable HandOverRun<F, P> run;
  @Nullable UseRequest request;

  /** While a thread fills the slot by rebuilding, nothing is begun in the background. */
  boolean rebuilding;

  boolean closed;

  /** The owner refused the boundary: it is closing, and will close the slot. */
  boolean ownerGone;

  long swaps;
  int waiting;

  private final SlotOptions options;
  private @Nullable CandidateSet<F> candidates;
  private @Nullable Serving<P> serving;

  SlotState(SlotOptions options, CandidateSet<F> candidates) {
    this.options = options;
    this.candidates = candidates;
    this.pinned = options.pinned();
  }

  List<Candidate<F>> list() {
    CandidateSet<F> set = candidates;
    return set == null ? List.of() : set.list();
  }

  @Nullable Serving<P> serving() {
    return serving;
  }

  /** Another part serves, or none. */
  void serve(@Nullable Serving<P> next) {
    serving = next;
    withdrawal = null;
    if (next != null) {
      setAside.forgiveKey(next.key());
    }
  }

  @Nullable String servingName() {
    Serving<P> now = serving;
    return now == null ? null : now.name();
  }

  boolean serves(String key) {
    Serving<P> now = serving;
    return now != null && now.key().equals(key);
  }

  boolean present(String key) {
    return list().stream().anyMatch(candidate -> candidate.key().equals(key));
  }

  /** Whether that candidate may serve, were it for want of a better one. */
  boolean usable(String key) {
    Candidate<F> best = best();
    return present(key) && (!setAside.contains(key) || best != null && best.key().equals(key));
  }

  boolean usableName(@Nullable String name) {
    return list().stream()
        .anyMatch(
            candidate -> candidate.name().equals(name) && !setAside.contains(candidate.key()));
  }

  /**
   * Who should serve, were nothing to be waited for. Before nobody serves, one is taken whom the
   * machine failed.
   */
  @Nullable Candidate<F> best() {
    Candidate<F> trusted = Choice.best(list(), pinned, setAside::contains);
    return trusted != null ? trusted : Choice.best(list(), pinned, setAside::isLasting);
  }

  void setAside(String key, String name, String reason, boolean lasting) {
    setAside.put(key, name, reason, lasting, this::present);
  }

  /** What to begin now, or null. */
  @Nullable Order<F> next() {
    return run != null || rebuilding ? null : wanted();
  }

  /** What should be done about the slot, whether or not it can begin now; null for nothing. */
  @Nullable Order<F> wanted() {
    if (closed || ownerGone) {
      return null;
    }
    Candidate<F> best = best();
    Serving<P> now = serving;
    if (now == null) {
      return best == null ? null : new Order<>(best, "the first candidate to come");
    }
    if (!present(now.key())) {
      return afterWithdrawal(now, best);
    }
    if (best == null || best.key().equals(now.key())) {
      return null;
    }
    return new Order<>(best, why(best));
  }

  private @Nullable Order<F> afterWithdrawal(Serving<P> now, @Nullable Candidate<F> best) {
    Withdrawal left = withdrawal;
    if (left == null) {
      // The candidate has left the set but the slot is yet to be told, which begins the grace time.
      return null;
    }
    boolean updated = usableName(now.name());
    boolean chosen = best != null && best.name().equals(pinned);
    if (!left.graceOver() && !updated && !chosen) {
      return null;
    }
    return new Order<>(best, now.name() + (updated ? " was updated" : " was withdrawn"));
  }

  private String why(Candidate<F> best) {
    return best.name().equals(pinned)
        ? best.name() + " was chosen by name"
        : best.name() + " ranks higher (" + best.ranking() + ")";
  }

  /** Answers the waiting request as soon as its outcome is known. */
  void settle() {
    UseRequest asked = request;
    if (asked == null) {
      return;
    }
    HandOverRun<F, P> running = run;
    Serving<P> now = serving;
    boolean letGo = running == null || !running.switched();
    if (now != null && now.name().equals(asked.name()) && present(now.key()) && letGo) {
      asked.serve();
      request = null;
    } else if (!usableName(asked.name())) {
      String reason = setAside.reasonOfName(asked.name());
      refuse(reason == null ? "its bundle has left" : reason);
    }
  }

  /** Fails the waiting request, if there is one, and restores the pin from before it. */
  void refuse(String reason) {
    UseRequest asked = request;
    if (asked != null) {
      asked.fail(reason);
      pinned = asked.previousPin();
      request = null;
    }
  }

  void close() {
    refuse("the slot was closed");
    closed = true;
    run = null;
    candidates = null;
    withdrawal = null;
    setAside.clear();
  }

  SlotStatus status() {
    List<CandidateStatus> shown =
        Choice.ranked(list(), pinned, setAside::contains).stream().map(this::shown).toList();
    boolean pinnedPresent = pinned != null && usableName(pinned);
    return new SlotStatus(
        options.kind(),
        options.owner(),
        state(),
        servingName(),
        pinned,
        pinnedPresent,
        swaps,
        shown);
  }

  private CandidateStatus shown(Candidate<F> candidate) {
    return new CandidateStatus(
        candidate.name(),
        candidate.ranking(),
        candidate.key(),
        serves(candidate.key()),
        setAside.reason(candidate.key()));
  }

  private State state() {
    Serving<P> now = serving;
    if (closed) {
      return State.CLOSED;
    }
    if (now == null) {
      return State.VACANT;
    }
    if (!present(now.key())) {
      return State.WITHDRAWN;
    }
    HandOverRun<F, P> running = run;
    boolean swapping = running != null && !Objects.equals(running.targetKey(), now.key());
    return swapping ? State.SWAPPING : State.SERVING;
  }

  /** The names of all candidates, for messages. */
  String names() {
    List<String> names = list().stream().map(Candidate::name).distinct().sorted().toList();
    return names.isEmpty() ? "there is none" : "there is " + String.join(", ", names);
  }

  /** The candidates that were set aside, for messages. */
  String distrusted() {
    StringBuilder all = new StringBuilder();
    for (Candidate<F> candidate : list()) {
      String reason = setAside.reason(candidate.key());
      if (reason != null) {
        all.append(all.isEmpty() ? " Set aside: " : "; ");
        all.append(candidate.name()).append(" (").append(reason).append(')');
      }
    }
    return all.isEmpty() ? "" : all.append('.').toString();
  }
}
