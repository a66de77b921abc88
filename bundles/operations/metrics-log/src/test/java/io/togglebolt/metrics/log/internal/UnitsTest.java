package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "4096, 4 KiB",
    "1048575, 1024 KiB",
    "123456789, 118 MiB",
    "13314398617, 12.4 GiB"
  })
  void sizesHaveThreeDigitsAndBinaryUnits(double bytes, String expected) {
    assertEquals(expected, Units.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.00412, 4.12 ms",
    "0.8, 800 ms",
    "1, 1 s",
    "60, 60 s",
    "119.9, 120 s",
    "300, 5 min",
    "10800, 3 h",
    "864000, 10 d"
  })
  void durationsHaveThreeDigitsAndTheUnitThatNeedsFewest(double seconds, String expected) {
    assertEquals(expected, Units.seconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 0",
    "0.1, 0.1",
    "9.999, 10",
    "99.99, 100",
    "10, 10",
    "100, 100",
    "1234.4, 1234"
  })
  void numbersLoseTheirZerosOnlyBehindThePoint(double value, String expected) {
    assertEquals(expected, Units.number(value));
  }
}
