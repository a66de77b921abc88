package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "4096, 4 KiB",
    "1048576, 1 MiB",
    "10737418240, 10 GiB",
    "9223372036854775807, 8 EiB"
  })
  void sizesAreInTheLargestUnitTheyFill(long bytes, String shown) {
    assertEquals(shown, Units.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1 us",
    "1234567, 1.2 ms",
    "2500000000, 2.5 s",
    "125000000000, 2 min 5 s",
    "7500000000000, 2 h 5 min",
    "180000000000000, 2 d 2 h"
  })
  void durationsAreInTheLargestUnitTheyFill(long nanos, String shown) {
    assertEquals(shown, Units.nanos(nanos));
  }

  @Test
  void aMomentIsShownInItsTimeZone() {
    assertEquals("1970-01-02 00:00:00.007", Units.time(86_400_007, ZoneOffset.UTC));
  }

  @Test
  void oneIsNoPlural() {
    assertEquals("1 page", Units.count(1, "page"));
    assertEquals("0 pages", Units.count(0, "page"));
  }
}
