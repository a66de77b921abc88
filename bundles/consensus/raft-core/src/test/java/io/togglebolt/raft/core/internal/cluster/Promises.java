package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.core.internal.log.EntryId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a whole cluster has promised so far, and whether it keeps that: the five properties of
 * figure 3 of the paper, that a member takes nothing back while it lives, and what reads may see.
 */
final class Promises implements Witness {
  /** An entry on a disk, and the term of the one before it. */
  private record Placed(Entry entry, long termBefore) {}

  /** An entry that was applied, and the term in which that was known first. */
  private record Committed(Entry entry, long knownIn) {}

  private final Map<Long, Long> leaders = new HashMap<>();
  private final Map<Long, Long> lastOfLeader = new HashMap<>();
  private final Map<EntryId, Placed> placed = new HashMap<>();
  private final TreeMap<Long, Committed> committed = new TreeMap<>();
  private final Map<Host, Long> commitOf = new HashMap<>();
  private final List<Long> questions = new ArrayList<>();
  private int answers;
  private int snapshots;
  private int changes;

  /** Looks at a member from outside: how far it is committed, and whether it leads. */
  void check(Host host) {
    long commit = host.committed();
    long before = commitOf.getOrDefault(host, 0L);
    assertTrue(commit >= before, () -> "what was committed is taken back by " + host);
    commitOf.put(host, commit);
    if (host.leads()) {
      checkLeader(host, host.term());
    }
  }

  /** The host has died; the commit index that it had not synced is gone with it. */
  void died(Host host) {
    commitOf.remove(host);
  }

  /** Election safety: one leader a term. */
  private void checkLeader(Host host, long term) {
    Long other = leaders.putIfAbsent(term, host.id());
    if (other == null) {
      committed.values().forEach(each -> checkHas(host, term, each));
    }
    assertTrue(
        other == null || other == host.id(),
        () -> other + " and " + host.id() + " both lead term " + term);
  }

  /** Leader completeness: what was committed in a term is in the logs of all later leaders. */
  private static void checkHas(Host leader, long term, Committed each) {
    long index = each.entry().index();
    Disk disk = leader.disk();
    if (each.knownIn() < term && index >= disk.firstIndex()) {
      assertTrue(
          index <= disk.lastIndex() && disk.term(index) == each.entry().term(),
          () -> leader.id() + " leads term " + term + " and lacks the committed " + each);
    }
  }

  /** Leaders append only: what one gives to be written in its term goes on where it was. */
  @Override
  public void took(Host host, Ready ready) {
    ready.readStates().forEach(this::answered);
    if (!host.leads()) {
      return;
    }
    long term = host.term();
    for (Entry entry : ready.entries()) {
      if (entry.term() == term) {
        Long last = lastOfLeader.put(term, entry.index());
        assertTrue(
            last == null || entry.index() == last + 1,
            () -> host.id() + " leads, and after index " + last + " it writes " + entry);
      }
    }
  }

  /**
   * Log matching: where two logs have an entry of the same index and term, it is the same, and so
   * are those before it. The latter follows when that holds for the one before it, always.
   */
  @Override
  public void wrote(Host host, List<Entry> entries) {
    for (Entry entry : entries) {
      Placed now = new Placed(entry, host.disk().term(entry.index() - 1));
      Placed before = placed.putIfAbsent(new EntryId(entry.term(), entry.index()), now);
      assertTrue(
          before == null || before.equals(now),
          () -> host.id() + " has written " + now + " where there was " + before);
    }
  }

  /** State machine safety: the same entry everywhere at an index. */
  @Override
  public void applied(Host host, Entry entry) {
    Committed now = new Committed(entry, host.term());
    Committed before = committed.putIfAbsent(entry.index(), now);
    assertTrue(
        before == null || before.entry().equals(entry),
        () -> host.id() + " has applied " + entry + " where there was " + before);
    changes += before == null && entry.type() != EntryType.NORMAL ? 1 : 0;
  }

  /** State machine safety: a snapshot is what all that it holds comes to. */
  @Override
  public void restored(Host host, Snapshot snapshot) {
    snapshots++;
    List<String> expected =
        committed.headMap(snapshot.metadata().index(), true).values().stream()
            .map(Committed::entry)
            .filter(entry -> entry.type() == EntryType.NORMAL && entry.data().length > 0)
            .map(entry -> new String(entry.data(), StandardCharsets.US_ASCII))
            .toList();
    assertEquals(expected, Disk.data(snapshot), () -> "in the snapshot of " + host.id());
  }

  /** How far anybody has applied. */
  long appliedByAnybody() {
    return committed.isEmpty() ? 0 : committed.lastKey();
  }

  /** A read is asked for: it must see all that was applied by anybody until now. */
  byte[] ask() {
    questions.add(appliedByAnybody());
    return String.valueOf(questions.size() - 1).getBytes(StandardCharsets.US_ASCII);
  }

  private void answered(ReadState read) {
    answers++;
    long least =
        questions.get(Integer.parseInt(new String(read.context(), StandardCharsets.US_ASCII)));
    assertTrue(
        read.index() >= least,
        () -> "a read was told of index " + read.index() + " when " + least + " was applied");
  }

  /** What happened, so that a history in which nothing does is noticed. */
  Events events() {
    return new Events(leaders.size(), committed.size(), changes, answers, snapshots);
  }

  /** How often what can go wrong has gone well. */
  record Events(int leaders, int entries, int changes, int reads, int snapshots) {
    Events plus(Events more) {
      return new Events(
          leaders + more.leaders,
          entries + more.entries,
          changes + more.changes,
          reads + more.reads,
          snapshots + more.snapshots);
    }
  }
}
