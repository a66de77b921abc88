package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogSettingsTest {

  @Test
  void readsWhatUsersType() {
    assertEquals(
        new LogSettings(5, "my.log"), LogSettings.DEFAULT.withPeriod(" 5 ").withLogger(" my.log "));
    assertEquals(86_400, LogSettings.DEFAULT.withPeriod("86400").periodSeconds());
    assertEquals(1, LogSettings.DEFAULT.withPeriod("1").periodSeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "86401", "", "often", "1.5", "99999999999999999999"})
  void refusesAPeriodOutOfRange(String period) {
    assertEquals(
        "period-seconds of io.togglebolt.metrics.log is "
            + (period.isEmpty() ? "\"\"" : period)
            + "; expected a whole number from 1 to 86400",
        assertThrows(IllegalArgumentException.class, () -> LogSettings.DEFAULT.withPeriod(period))
            .getMessage());
  }

  @Test
  void refusesALoggerWithoutAName() {
    assertEquals(
        "logger of io.togglebolt.metrics.log is \"\"; expected the name of a logger",
        assertThrows(IllegalArgumentException.class, () -> LogSettings.DEFAULT.withLogger(" "))
            .getMessage());
  }
}
