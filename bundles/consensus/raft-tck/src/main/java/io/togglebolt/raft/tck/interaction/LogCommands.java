package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.tck.Directive;
import java.util.Map;
import java.util.function.Consumer;

/** Commands that look at members and their logs, or shorten these. One session's. */
final class LogCommands {
  private final Cluster cluster;
  private final Output output;

  LogCommands(Cluster cluster, Output output) {
    this.cluster = cluster;
    this.output = output;
  }

  /** What each command does. */
  Map<String, Consumer<Directive>> table() {
    return Map.ofEntries(
        Map.entry("compact", this::compact),
        Map.entry("raft-log", this::raftLog),
        Map.entry("raft-state", this::raftState),
        Map.entry("status", this::status));
  }

  /** {@code compact NODE INDEX}: lets go of the log up to an index, and prints what is left. */
  private void compact(Directive directive) {
    directive.allow(2);
    Member member = cluster.member(directive, 0);
    member.disk().compact(directive.number(1, "an index"));
    printLog(member);
  }

  /** {@code raft-log NODE}: the entries on its disk. */
  private void raftLog(Directive directive) {
    printLog(cluster.only(directive));
  }

  private void printLog(Member member) {
    MemoryStorage disk = member.disk();
    long first = disk.firstIndex();
    long last = disk.lastIndex();
    if (last < first) {
      output.print("log is empty: first index=" + first + ", last index=" + last);
    } else {
      output.print(Describe.entries(disk.entries(first, last + 1, RaftOptions.UNLIMITED)));
    }
  }

  /** {@code raft-state}: what each node is, as it sees it itself. */
  private void raftState(Directive directive) {
    directive.allow(0);
    for (Member member : cluster.members()) {
      RaftStatus status = member.node().status();
      boolean votes =
          status.confState().voters().contains(status.id())
              || status.confState().votersOutgoing().contains(status.id());
      output.println(
          status.id()
              + ": "
              + status.softState().role()
              + (votes ? " (Voter)" : " (Non-Voter)")
              + " Term:"
              + status.hardState().term()
              + " Lead:"
              + status.softState().lead());
    }
  }

  /** {@code status NODE}: what a leader knows of its peers. */
  private void status(Directive directive) {
    cluster
        .only(directive)
        .node()
        .status()
        .progress()
        .forEach((id, progress) -> output.println(Long.toUnsignedString(id) + ": " + progress));
  }
}
