package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.testkit.history.Call;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what really happened, by words, so that a fault that never strikes or an operation that
 * nobody is ever answered is noticed: such a simulation finds nothing and looks as good as one that
 * has nothing to find.
 */
final class Tally implements MemberWatcher {
  /** The changes that found a cluster are of it; whoever is elected leads a later one. */
  private static final long FOUNDING_TERM = 1;

  private final SortedMap<String, Long> counts = new TreeMap<>();

  /** One more. */
  void count(String what) {
    count(what, 1);
  }

  /** So many more; none is not mentioned. */
  void count(String what, long times) {
    if (times > 0) {
      counts.merge(what, times, Long::sum);
    }
  }

  /** A fault did something. */
  void struck(Fault fault) {
    count("fault " + fault.word());
  }

  @Override
  public void started(MemberView member) {
    if (member.incarnation() > 1) {
      count("restarts");
    }
  }

  @Override
  public void installed(MemberView member, SnapshotMetadata snapshot, long stateHash) {
    count("snapshots installed");
  }

  @Override
  public void applied(MemberView member, Entry entry, ConfState confState) {
    if (entry.type() != EntryType.NORMAL && entry.term() > FOUNDING_TERM) {
      count("changes applied");
      if (!confState.votersOutgoing().isEmpty()) {
        count("joint configurations");
      }
    }
  }

  @Override
  public void swapped(MemberView member, String kind, String part) {
    count("swap " + kind + " to " + part);
  }

  @Override
  public void answered(MemberView member, long question, long index) {
    count("read indexes answered");
  }

  /** What clients asked for and were told. */
  void calls(List<Call<Operation, Result>> calls) {
    for (Call<Operation, Result> call : calls) {
      String kind = call.operation().getClass().getSimpleName().toLowerCase(Locale.ROOT);
      count(kind + (call.isOpen() ? " unanswered" : " answered"));
    }
  }

  /** All that happened at least once, in the order of the words. */
  SortedMap<String, Long> counts() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
