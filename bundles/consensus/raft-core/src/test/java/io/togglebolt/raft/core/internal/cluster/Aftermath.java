package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The end of a history, in which time passes, messages arrive and nobody dies. */
final class Aftermath {
  private static final int ROUNDS = 600;

  /** From here on there must be a leader that takes proposals. */
  private static final int CALM_AFTER = 100;

  private static final int PROPOSALS = 3;

  private final History history;
  private final Cluster cluster;

  Aftermath(History history) {
    this.history = history;
    this.cluster = history.cluster();
  }

  /** Whether all members come to agree, and what is proposed then is applied by all of them. */
  boolean comesToRest() {
    int proposed = 0;
    long before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      stopStrangers();
      cluster.hosts().forEach(host -> host.tick(1));
      exchange();
      Optional<Host> leader = leader();
      if (leader.isPresent() && round > CALM_AFTER && proposed < PROPOSALS) {
        before = proposed++ == 0 ? history.promises().appliedByAnybody() : before;
        history.propose(leader.get());
        exchange();
      }
      if (proposed == PROPOSALS && agreed(latest(), before + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whoever was removed may go when no change is under way that could need it. */
  private void stopStrangers() {
    ConfState members = latest();
    Host leader = leader().orElse(null);
    if (leader != null
        && agreed(members, 1)
        && leader.disk().lastIndex() == leader.disk().applied()) {
      cluster.hosts().removeIf(host -> !belongs(members, host) && host != leader);
    }
  }

  private void exchange() {
    for (int turn = 0; turn < 50; turn++) {
      boolean worked = false;
      for (Host host : cluster.hosts()) {
        while (history.work(host)) {
          worked = true;
        }
      }
      List<Message> arriving = List.copyOf(cluster.network());
      cluster.network().clear();
      arriving.forEach(message -> history.arrive(message, false));
      if (!worked && arriving.isEmpty()) {
        return;
      }
    }
  }

  private Optional<Host> leader() {
    return cluster.hosts().stream().filter(Host::leads).max(Comparator.comparing(Host::term));
  }

  /** The configuration of whoever has applied most. */
  private ConfState latest() {
    return cluster.hosts().stream()
        .max(Comparator.comparing(host -> host.disk().applied()))
        .orElseThrow()
        .disk()
        .confState();
  }

  private static boolean belongs(ConfState members, Host host) {
    return Cluster.idsOf(members).contains(host.id());
  }

  /** Whether all members have applied what anybody has, and that is as far as an index. */
  private boolean agreed(ConfState members, long least) {
    long applied = history.promises().appliedByAnybody();
    return applied >= least
        && cluster.hosts().stream()
            .filter(host -> belongs(members, host))
            .allMatch(host -> host.disk().applied() == applied);
  }
}
