package io.togglebolt.raft.core.internal.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.ReadState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a whole cluster has promised so far, and whether it keeps that. */
final class Promises {
  private final Map<Long, Long> leaders = new HashMap<>();
  private final List<Entry> applied = new ArrayList<>();
  private final Map<Integer, Long> reads = new HashMap<>();
  private int questions;
  private int answers;

  /** Election safety: one leader a term. */
  void leads(long id, long term) {
    Long other = leaders.putIfAbsent(term, id);
    assertTrue(
        other == null || other == id, () -> other + " and " + id + " both lead term " + term);
  }

  /** State machine safety: the same entry everywhere at an index, with no gap. */
  void applied(long id, Entry entry) {
    int index = (int) entry.index();
    assertTrue(index <= applied.size() + 1, () -> id + " has left out what is before " + entry);
    if (index == applied.size() + 1) {
      applied.add(entry);
    } else {
      assertEquals(applied.get(index - 1), entry, () -> id + " has applied another entry");
    }
  }

  /** How many entries were applied by anybody. */
  long appliedByAnybody() {
    return applied.size();
  }

  /** The entry that was applied at an index. */
  Entry applied(long index) {
    return applied.get((int) index - 1);
  }

  /** A read is asked for: it must see all that was applied by anybody until now. */
  byte[] ask() {
    questions++;
    reads.put(questions, appliedByAnybody());
    return ByteBuffer.allocate(Integer.BYTES).putInt(questions).array();
  }

  void answered(long id, ReadState state) {
    answers++;
    int question = ByteBuffer.wrap(state.context()).getInt();
    long expected = reads.getOrDefault(question, Long.MAX_VALUE);
    assertTrue(
        state.index() >= expected,
        () -> id + " may read at " + state.index() + " what was applied up to " + expected);
  }

  int answers() {
    return answers;
  }

  int terms() {
    return leaders.size();
  }
}
