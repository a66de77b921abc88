package io.togglebolt.raft.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens when a storage gives other entries than it was asked for. */
final class LyingStorageTest {
  /** A storage that alters what it gives. */
  private record Lying(RaftStorage held, UnaryOperator<List<Entry>> lie) implements RaftStorage {
    @Override
    public HardState hardState() {
      return held.hardState();
    }

    @Override
    public ConfState confState() {
      return held.confState();
    }

    @Override
    public List<Entry> entries(long from, long to, long maxBytes) {
      return lie.apply(held.entries(from, to, maxBytes));
    }

    @Override
    public long term(long index) {
      return held.term(index);
    }

    @Override
    public long firstIndex() {
      return held.firstIndex();
    }

    @Override
    public long lastIndex() {
      return held.lastIndex();
    }

    @Override
    public Snapshot snapshot() {
      return held.snapshot();
    }
  }

  /** Asks for the second to the fourth of five entries. */
  private static String refusal(UnaryOperator<@Nullable List<Entry>> lie) {
    StableLog held = new StableLog();
    for (int index = 1; index <= 5; index++) {
      held.append(List.of(entry(index)));
    }
    RaftLog log = new RaftLog(new Lying(held, lie), RaftLogger.NONE, Long.MAX_VALUE);
    return assertThrows(RaftInvariantException.class, () -> log.slice(2, 5, Long.MAX_VALUE))
        .getMessage();
  }

  private static Entry entry(long index) {
    return Entry.of(1, index, new byte[0]);
  }

  private static String gave(String what) {
    return "the stable log was asked for the entries [2, 5) and gave " + what;
  }

  @Test
  void nothingIsRefused() {
    assertEquals(gave("none"), refusal(entries -> List.of()));
    assertEquals(gave("none"), refusal(entries -> null));
  }

  @Test
  void entriesFromAnotherIndexOnAreRefused() {
    assertEquals(
        gave("index 3 where 2 was expected"), refusal(entries -> List.of(entry(3), entry(4))));
  }

  @Test
  void entriesWithAGapAreRefused() {
    assertEquals(
        gave("index 4 where 3 was expected"), refusal(entries -> List.of(entry(2), entry(4))));
  }

  @Test
  void moreThanWasAskedForIsRefused() {
    assertEquals(
        gave("4 entries"),
        refusal(
            entries -> {
              List<Entry> more = new ArrayList<>(entries);
              more.add(entry(5));
              return more;
            }));
  }
}
