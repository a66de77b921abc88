package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.internal.read.Reading.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every bit of a small log is turned over: it is refused with the right place, or taken for the end
 * of the log where that may be, or changes nothing (a field that is zero anyway becomes an unknown
 * one); but no record is ever shown that was not written.
 */
class BitFlipTest {

  private static TestSegments log() {
    return new TestSegments()
        .entry(Entry.of(3, 1, new byte[0]))
        .state(new HardState(3, 0xabc, 0))
        .entries(3, 2, 4)
        .state(new HardState(3, 0xabc, 4))
        .mark(new SnapshotMark(4, 3, ConfState.ofVoters(0xabcL)))
        .cut()
        .entries(4, 5, 7)
        .entry(Entry.of(5, 6, new byte[600]))
        .entry(new Entry(EntryType.CONF_CHANGE, 5, 7, new byte[] {1, 2, 3}))
        .state(new HardState(5, 0, 6))
        .entry(Entry.of(5, 8, new byte[0]));
  }

  private static SortedMap<String, byte[]> flipped(
      SortedMap<String, byte[]> files, String name, int bit) {
    SortedMap<String, byte[]> copy = new TreeMap<>(files);
    byte[] content = copy.get(name).clone();
    content[bit / 8] ^= (byte) (1 << (bit % 8));
    copy.put(name, content);
    return copy;
  }

  /** Where the frame begins in which a byte lies. */
  private static long frame(List<Seen> all, Path segment, int offset) {
    return all.stream()
        .filter(seen -> seen.segment().equals(segment) && seen.offset() <= offset)
        .mapToLong(Seen::offset)
        .max()
        .orElseThrow();
  }

  private static void assertPrefix(List<Seen> all, List<Seen> seen, String what) {
    assertTrue(seen.size() <= all.size(), what);
    for (int i = 0; i < seen.size(); i++) {
      // The first checksum of all stands for what is not there any more, so it may be any; the next
      // record tells that it is not right.
      if (i > 0 || !(seen.getFirst().record() instanceof WalRecord.Crc)) {
        assertEquals(all.get(i), seen.get(i), what);
      }
    }
  }

  private static void flipEvery(int stepBits, int reservedBytes) {
    TestSegments log = log();
    SortedMap<String, byte[]> files = log.files(reservedBytes);
    List<Seen> all = Reading.of(TestSegments.disk(files)).seen();
    assertEquals(20, all.size());
    int[] outcomes = new int[2];
    for (int number = 0; number < 2; number++) {
      String name = log.name(number).fileName();
      Path path = TestSegments.DIRECTORY.resolve(name);
      for (int bit = 0; bit < log.content(number).length * 8; bit += stepBits) {
        String what = name + " with bit " + bit % 8 + " of byte " + bit / 8 + " turned over";
        Reading reading = Reading.of(TestSegments.disk(flipped(files, name, bit)));
        assertPrefix(all, reading.seen(), what);
        long frame = frame(all, path, bit / 8);
        if (reading.damage() != null) {
          outcomes[0]++;
          assertRefusedAtItsPlace(all, reading, path, frame, what);
        } else if (!reading.seen().equals(all)) {
          outcomes[1]++;
          assertEquals(1, number, () -> what + " is no end of the log");
          assertEquals(frame, reading.summary().endOffset(), what);
          assertEquals(path, reading.summary().lastSegment(), what);
        }
      }
    }
    // A length that speaks of more than there is does not hide the whole record behind it.
    assertTrue(outcomes[0] > 500, outcomes[0] + " and " + outcomes[1]);
  }

  private static void assertRefusedAtItsPlace(
      List<Seen> all, Reading reading, Path segment, long frame, String what) {
    String message = reading.damage().getMessage();
    // What the first checksum or a length hides is seen at the next record, or the next segment.
    boolean atFrame = message.startsWith(segment + " at offset " + frame + ": ");
    boolean atNext =
        all.stream()
            .filter(seen -> seen.offset() > frame || !seen.segment().equals(segment))
            .anyMatch(
                seen -> message.startsWith(seen.segment() + " at offset " + seen.offset() + ": "));
    assertTrue(atFrame || atNext, () -> what + ": " + message);
  }

  @Test
  void everyBitOfALogWithoutReservedSpace() {
    flipEvery(1, 0);
  }

  @Test
  void aBitOfEveryByteOfALogWithReservedSpace() {
    flipEvery(7, 4_096);
  }
}
