package io.togglebolt.storage.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PendingRunTest {

  @ParameterizedTest(name = "allocated by {0}, freed by {1}, reader at {2}: visible {3}")
  @CsvSource({
    "5, 9, 4, false",
    "5, 9, 5, true",
    "5, 9, 8, true",
    "5, 9, 9, false",
    "5, 5, 5, false",
    "0, 9, 1, true",
    "0, 9, 9, false"
  })
  void aTreePageIsVisibleFromItsAllocationUntilItIsFreed(
      long allocatedBy, long freedBy, long reader, boolean visible) {
    PendingRun run = new PendingRun(10, 1, allocatedBy, Origin.FREELIST, 0, Kind.TREE, freedBy);
    assertEquals(visible, run.visibleTo(reader));
  }

  @Test
  void aFreelistPageIsVisibleToNobody() {
    PendingRun run = new PendingRun(10, 1, 5, Origin.FREELIST, 0, Kind.FREELIST, 9);
    for (long reader = 0; reader < 12; reader++) {
      assertFalse(run.visibleTo(reader));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 5, 0, 9",
    "10, 0, 5, 0, 9",
    "10, 1, -1, 0, 9",
    "10, 1, 10, 0, 9",
    "10, 1, 5, -1, 9",
    "10, 1, 0, 0, 0"
  })
  void refusesWhatCannotBe(long start, int pages, long allocatedBy, int offset, long freedBy) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new PendingRun(
                    start, pages, allocatedBy, Origin.FREELIST, offset, Kind.TREE, freedBy));
    assertTrue(refused.getMessage().contains(start + "+" + pages), refused.getMessage());
  }
}
