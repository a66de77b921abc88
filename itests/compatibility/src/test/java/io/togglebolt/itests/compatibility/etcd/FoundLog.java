package io.togglebolt.itests.compatibility.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVisitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * What our reader finds in a log of etcd's. Values are compared as they come and then forgotten,
 * for a log may be large.
 */
final class FoundLog implements WalVisitor {
  private final SnapshotMark from;
  private final List<Found> entries = new ArrayList<>();
  private final List<SnapshotMark> marks = new ArrayList<>();
  private @Nullable WalMetadata metadata;
  private HardState state = HardState.EMPTY;

  /** An entry without its data; the key is empty where it puts none of ours. */
  record Found(long index, long term, int dataHash, String key, int valueBytes) {}

  private FoundLog(SnapshotMark from) {
    this.from = from;
  }

  static WalFactory factory() {
    return ServiceLoader.load(WalFactory.class).findFirst().orElseThrow();
  }

  /** Opens a log as if to go on with it, reads it from a mark, and closes it. */
  static FoundLog read(Path wal, SnapshotMark from) {
    FoundLog found = new FoundLog(from);
    try (Wal log = factory().open(wal, from, found, WalOptions.defaults())) {
      assertEquals(found.metadata, log.metadata());
    }
    return found;
  }

  @Override
  public void metadata(WalMetadata found) {
    assertTrue(metadata == null, "whose log it is is told once");
    assertTrue(entries.isEmpty(), "it is told before the entries");
    metadata = found;
  }

  @Override
  public void entry(Entry entry) {
    long place = entry.index() - from.index() - 1;
    assertTrue(
        place >= 0 && place <= entries.size(),
        () -> "entry " + entry.index() + " does not follow on " + (from.index() + entries.size()));
    entries.subList((int) place, entries.size()).clear();
    assertTrue(
        entries.isEmpty() || entries.getLast().term <= entry.term(),
        () -> "the term goes back at entry " + entry.index());
    entries.add(found(entry));
  }

  private static Found found(Entry entry) {
    byte[] data = entry.data();
    int hash = Arrays.hashCode(data);
    int at = EtcdLoad.find(data);
    if (at < 0) {
      return new Found(entry.index(), entry.term(), hash, "", 0);
    }
    String key = new String(data, at, EtcdLoad.KEY_BYTES, StandardCharsets.US_ASCII);
    int next = at + EtcdLoad.KEY_BYTES;
    int size = 0;
    // The value is field 2 of the put; empty ones are left out.
    if (next < data.length && data[next] == 0x12) {
      int shift = 0;
      do {
        size |= (data[++next] & 0x7f) << shift;
        shift += 7;
      } while (data[next] < 0);
      int begin = next + 1;
      byte[] value = EtcdLoad.value(key, size);
      assertTrue(
          Arrays.equals(value, 0, size, data, begin, begin + size),
          () -> "the value of " + key + " in entry " + entry.index() + " is not as it was put");
    }
    return new Found(entry.index(), entry.term(), hash, key, size);
  }

  @Override
  public void snapshot(SnapshotMark mark) {
    marks.add(mark);
  }

  @Override
  public void hardState(HardState found) {
    state = found;
  }

  /** All entries without gaps; and the state fits them. */
  void assertWhole(WalMetadata owner) {
    assertEquals(owner, metadata);
    long last = from.index() + entries.size();
    assertTrue(state.commit() <= last, () -> state + " commits more than there is, up to " + last);
    assertTrue(state.commit() >= from.index(), () -> state + " is behind " + from);
    assertTrue(
        entries.isEmpty() || entries.getLast().term <= state.term(),
        () -> state + " is older than the last entry, " + entries.getLast());
    assertFalse(state.isEmpty(), "there is no hard state");
  }

  /** Each put that was acknowledged is there once. */
  void assertHolds(Map<String, Integer> acknowledged) {
    Map<String, Integer> held = new LinkedHashMap<>();
    for (Found entry : entries) {
      if (!entry.key.isEmpty()) {
        Integer twice = held.put(entry.key, entry.valueBytes);
        assertTrue(twice == null, () -> entry.key + " is there twice");
      }
    }
    acknowledged.forEach((key, size) -> assertEquals(size, held.get(key), key));
  }

  /** This one, read from a later mark, holds what is behind it in the one read from the first. */
  void assertTailOf(FoundLog whole) {
    int skipped = (int) (from.index() - whole.from.index());
    assertEquals(whole.entries.subList(skipped, whole.entries.size()), entries);
    assertEquals(whole.state, state);
    assertEquals(whole.metadata, metadata);
  }

  List<Found> entries() {
    return entries;
  }

  List<SnapshotMark> marks() {
    return marks;
  }

  HardState state() {
    return state;
  }
}
