package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.Ready;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a member has given stays as it was, whatever the member does afterwards: others may send and
 * write it while the member goes on, and none of the lists is a copy.
 */
final class ReadyIsImmutableTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);
  private static final long LEADER = 2;

  /** A list that was given, and what it held then. */
  private record Given(List<?> list, List<?> copy) {
    static Given of(List<?> list) {
      return new Given(list, List.copyOf(list));
    }
  }

  private final List<Given> given = new ArrayList<>();
  private final List<Long> terms = new ArrayList<>();
  private long term;
  private long commit;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listsStayAsTheyWereGiven(boolean async) {
    int[] cuts = new int[1];
    Seeds.check(
        5,
        100,
        random -> {
          given.clear();
          terms.clear();
          terms.add(1L);
          term = 2;
          commit = TestMember.BEGIN;
          TestMember member = TestMember.of(1, THREE, options -> options.asyncStorageWrites(async));
          List<Message> writes = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            cuts[0] += follow(member.node(), random);
            if (random.chance(1, 2)) {
              take(member, async, writes);
            }
            if (random.chance(1, 3)) {
              finish(member, writes);
            }
          }
          assertTrue(given.size() > 20, given.size() + " lists");
          for (Given each : given) {
            assertEquals(each.copy(), each.list());
            assertThrows(UnsupportedOperationException.class, () -> each.list().removeFirst());
          }
        });
    assertTrue(cuts[0] > 100, cuts[0] + " times entries were replaced");
  }

  /** A leader, now and then a new one, sends entries; says whether others were there already. */
  private int follow(RaftNode node, SplitMix64 random) {
    if (random.chance(1, 4)) {
      term++;
    }
    long last = TestMember.BEGIN + terms.size() - 1;
    long previous = commit + random.below((int) (last - commit) + 1);
    List<Entry> entries = new ArrayList<>();
    while (terms.size() > previous - TestMember.BEGIN + 1) {
      terms.removeLast();
    }
    long previousTerm = terms.getLast();
    for (int i = random.below(4); i >= 0; i--) {
      entries.add(Entry.of(term, TestMember.BEGIN + terms.size(), random.bytes(3)));
      terms.add(term);
    }
    commit = random.chance(1, 3) ? previous : commit;
    node.step(
        Message.of(MessageType.APPEND)
            .from(LEADER)
            .to(1)
            .term(term)
            .index(previous)
            .logTerm(previousTerm)
            .entries(entries)
            .commit(commit)
            .build());
    return previous < last ? 1 : 0;
  }

  private void take(TestMember member, boolean async, List<Message> writes) {
    RaftNode node = member.node();
    if (!node.hasReady()) {
      return;
    }
    Ready ready = node.ready();
    keep(ready.entries());
    keep(ready.committedEntries());
    keep(ready.messages());
    if (async) {
      for (Message message : ready.messages()) {
        keep(message.entries());
        keep(message.responses());
        if (Message.isThread(message.to())) {
          writes.add(message);
        }
      }
    } else {
      save(member.storage(), ready.hardState(), ready.entries());
      node.advance();
    }
  }

  private void keep(List<?> list) {
    if (!list.isEmpty()) {
      given.add(Given.of(list));
    }
  }

  /** The threads do what they were told, in order. */
  private static void finish(TestMember member, List<Message> writes) {
    for (Message write : writes) {
      if (write.type() == MessageType.STORAGE_APPEND) {
        HardState state = new HardState(write.term(), write.vote(), write.commit());
        save(member.storage(), state, write.entries());
      }
      for (Message response : write.responses()) {
        if (response.to() == 1) {
          member.node().step(response);
        }
      }
    }
    writes.clear();
  }

  private static void save(MemoryStorage storage, HardState state, List<Entry> entries) {
    if (!state.isEmpty()) {
      storage.setHardState(state);
    }
    storage.append(entries);
  }
}
