package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentNameTest {
  @Test
  void namesAreThoseOfEtcd() {
    assertEquals("0000000000000000-0000000000000000.wal", SegmentName.FIRST.fileName());
    assertEquals(
        "0000000000000001-00000000000186a1.wal", SegmentName.FIRST.next(100_001).fileName());
    SegmentName high = new SegmentName(-1, 0xabcdefL);
    assertEquals("ffffffffffffffff-0000000000abcdef.wal", high.fileName());
    assertEquals(Optional.of(high), SegmentName.parse(high.fileName()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.tmp",
        "0000000000000000-0000000000000000",
        "0000000000000000-0000000000000000.wal.broken",
        "0000000000000000_0000000000000000.wal",
        "000000000000000A-0000000000000000.wal",
        "000000000000000 -0000000000000000.wal",
        "0000000000000000-000000000000000-.wal",
        "00000000000000000-000000000000000.wal"
      })
  void otherNamesAreNone(String name) {
    assertTrue(SegmentName.parse(name).isEmpty());
  }

  @Test
  void theOrderIsThatOfTheSequence() {
    assertTrue(new SegmentName(1, 9).compareTo(new SegmentName(2, 3)) < 0);
  }
}
