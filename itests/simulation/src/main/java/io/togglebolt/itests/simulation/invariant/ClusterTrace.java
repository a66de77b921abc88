package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a cluster over all time. */
final class ClusterTrace {
  private final Map<Long, MemberTrace> members = new TreeMap<>();
  private final Map<Long, Long> leaders = new TreeMap<>();
  private final LogTrace committed = new LogTrace();
  private final Map<Long, Long> learnedIn = new TreeMap<>();
  private final TreeMap<Long, ConfState> configurations = new TreeMap<>();

  /** Up to which entry a cluster is founded: these count as committed before anybody leads. */
  private long founded;

  private long commit;

  MemberTrace member(long id) {
    return members.computeIfAbsent(id, MemberTrace::new);
  }

  /** Up to which entry the cluster was founded. */
  long founded() {
    return founded;
  }

  void found(long index) {
    founded = index;
  }

  /** Up to where leaders have committed. */
  long commit() {
    return commit;
  }

  void raiseCommit(long index) {
    commit = index;
  }

  /** Who led each term. */
  Map<Long, Long> leaders() {
    return leaders;
  }

  /** The entries that were applied by anybody, from the first on. */
  LogTrace committed() {
    return committed;
  }

  /** An entry is applied for the first time, by a member in a term; a leader of it committed it. */
  void commit(Entry entry, long learnedInTerm) {
    committed.put(entry);
    learnedIn.put(entry.index(), learnedInTerm);
  }

  /** A term not below that of the leader which committed an entry. */
  long learnedIn(long index) {
    return learnedIn.getOrDefault(index, Long.MAX_VALUE);
  }

  /**
   * The configuration after an entry that was applied.
   *
   * @return what it was when it was seen before, else the one given, which is kept
   */
  ConfState configuration(long index, ConfState seen) {
    Map.Entry<Long, ConfState> known = configurations.floorEntry(index);
    if (known != null) {
      return known.getValue();
    }
    configurations.put(index, seen);
    return seen;
  }

  /** A configuration begins with an entry. */
  void reconfigure(long index, ConfState confState) {
    configurations.put(index, confState);
  }
}
