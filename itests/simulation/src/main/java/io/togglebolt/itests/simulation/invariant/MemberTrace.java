package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.SoftState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a member: what it wrote and what it did, over all of its lives. */
final class MemberTrace {
  private final long id;
  private final LogTrace log = new LogTrace();

  /** Configurations that were in force in the member since the last event was over. */
  private final List<ConfState> configurations = new ArrayList<>();

  private HardState state = HardState.EMPTY;

  /** What surely is durable: the state when the last event was over. */
  private HardState durable = HardState.EMPTY;

  /** From where on entries were written in an event that is not over; they may get lost. */
  private long uncertainFrom = Long.MAX_VALUE;

  private long applied;
  private long durablyApplied;
  private @Nullable SoftState softState;
  private long leads;
  private boolean newRole;

  MemberTrace(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  /** Its log as it was written. */
  LogTrace log() {
    return log;
  }

  /** What it wrote down to remember. */
  HardState state() {
    return state;
  }

  /** What it surely finds again. */
  HardState durable() {
    return durable;
  }

  /** From where on it may find less. */
  long uncertainFrom() {
    return uncertainFrom;
  }

  /** Up to where it has applied in this life. */
  long applied() {
    return applied;
  }

  /**
   * Up to where it surely finds itself applied again. What a start found need not be durable: the
   * sync that was to make it so may have failed.
   */
  long durablyApplied() {
    return durablyApplied;
  }

  /** The term that it leads; 0 when it does not lead. */
  long leads() {
    return leads;
  }

  /** What it does. */
  RaftRole role() {
    return softState == null ? RaftRole.FOLLOWER : softState.role();
  }

  /** Whether that has changed since the last event was over. */
  boolean hasNewRole() {
    return newRole;
  }

  /** The configurations that it had since the last event was over, the last one last. */
  List<ConfState> configurations() {
    return configurations;
  }

  /** It begins again with what its disk holds. */
  void restart(MemberView view) {
    HardState found = view.durableState();
    state = found;
    durable = found;
    uncertainFrom = Long.MAX_VALUE;
    applied = view.applied();
    softState = null;
    leads = 0;
    configurations.clear();
    configurations.add(view.confState());
    log.reset(view.firstIndex() - 1, view.term(view.firstIndex() - 1));
    put(view.entries(view.firstIndex(), view.lastIndex()));
  }

  /** Sees whether it leads. */
  void look(MemberView view) {
    SoftState now = view.softState();
    if (!now.equals(softState)) {
      newRole |= softState == null || softState.role() != now.role();
      softState = now;
      leads = now.role() == RaftRole.LEADER ? view.status().hardState().term() : 0;
    }
  }

  /** A snapshot may have taken the place of the log, without a word. */
  void follow(MemberView view) {
    long base = view.firstIndex() - 1;
    if (base > log.base() && !log.holds(base, view.term(base))) {
      log.reset(base, view.term(base));
    }
  }

  void save(HardState newState, List<Entry> entries) {
    if (!newState.isEmpty()) {
      state = newState;
    }
    if (!entries.isEmpty()) {
      uncertainFrom = Math.min(uncertainFrom, entries.getFirst().index());
      put(entries);
    }
  }

  private void put(List<Entry> entries) {
    entries.forEach(log::put);
  }

  void apply(long index, ConfState confState) {
    applied = index;
    durablyApplied = Math.max(durablyApplied, index);
    if (configurations.isEmpty() || !configurations.getLast().equals(confState)) {
      configurations.add(confState);
    }
  }

  /** The event is over: what was written in it is durable. */
  void settle() {
    newRole = false;
    durable = state;
    uncertainFrom = Long.MAX_VALUE;
    if (configurations.size() > 1) {
      ConfState last = configurations.getLast();
      configurations.clear();
      configurations.add(last);
    }
  }

  @Override
  public String toString() {
    return "member " + id;
  }
}
