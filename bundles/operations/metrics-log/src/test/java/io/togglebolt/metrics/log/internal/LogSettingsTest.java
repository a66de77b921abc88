package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogSettingsTest {

  @Test
  void readsWhatUsersType() {
    assertEquals(new LogSettings(5, "my.log"), LogSettings.of(" 5 ", " my.log "));
    assertEquals(86_400, LogSettings.of("86400", "l").periodSeconds());
    assertEquals(1, LogSettings.of("1", "l").periodSeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "86401", "", "often", "1.5", "99999999999999999999"})
  void refusesAPeriodOutOfRange(String period) {
    assertEquals(
        "period-seconds of io.togglebolt.metrics.log is "
            + period
            + "; expected a whole number from 1 to 86400",
        assertThrows(IllegalArgumentException.class, () -> LogSettings.of(period, "l"))
            .getMessage());
  }

  @Test
  void refusesALoggerWithoutAName() {
    assertEquals(
        "logger of io.togglebolt.metrics.log is \"\"; expected the name of a logger",
        assertThrows(IllegalArgumentException.class, () -> LogSettings.of("1", " ")).getMessage());
  }
}
