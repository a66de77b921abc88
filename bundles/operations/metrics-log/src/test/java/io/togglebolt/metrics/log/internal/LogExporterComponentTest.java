package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.metrics.tck.Stage;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogExporterComponentTest {
  private static final Map<String, Object> NOTHING_MORE =
      Map.of("period-seconds", "5", "logger", "l", "service.pid", "p", "felix.fileinstall.x", "f");

  private record Configured(String period$_$seconds, String logger)
      implements LogExporterComponent.Config {
    @Override
    public Class<? extends Annotation> annotationType() {
      return LogExporterComponent.Config.class;
    }
  }

  private final Stage stage = new Stage();
  private final List<String> events = new ArrayList<>();

  private LogExporterComponent component(String period, String logger) {
    return new LogExporterComponent(this::offered, new Configured(period, logger), NOTHING_MORE);
  }

  private Runnable offered(MetricsExporterFactory factory) {
    String where;
    try {
      where = factory.create(stage.site()).where();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
    events.add("offered: " + where);
    return () -> events.add("withdrawn: " + where);
  }

  @Test
  void aChangeOffersTheNextExporterBeforeItWithdrawsTheOldOne() {
    LogExporterComponent component = component("5", "l");
    component.modified(new Configured("5", "l"), NOTHING_MORE);
    component.modified(new Configured("7", "l"), NOTHING_MORE);
    component.deactivate();
    assertEquals(
        List.of(
            "offered: logger l, every 5 s",
            "offered: logger l, every 7 s",
            "withdrawn: logger l, every 5 s",
            "withdrawn: logger l, every 7 s"),
        events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1m", "x"})
  void aBadPeriodAtTheStartIsOneLineAndTheDefaultServes(String period) {
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      component(period, "l");
      assertEquals(List.of("offered: logger l, every 60 s"), events);
      assertEquals(
          List.of(
              "SEVERE period-seconds of io.togglebolt.metrics.log is "
                  + period
                  + "; expected a whole number from 1 to 86400; until that is put right it is"
                  + " 60 s"),
          log.messages);
    }
  }

  @Test
  void aBadChangeLeavesTheExporterThatServes() {
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      LogExporterComponent component = component("5", "l");
      component.modified(new Configured("1m", " "), NOTHING_MORE);
      assertEquals(List.of("offered: logger l, every 5 s"), events);
      assertEquals(
          List.of(
              "SEVERE period-seconds of io.togglebolt.metrics.log is 1m; expected a whole number"
                  + " from 1 to 86400; until that is put right it is 5 s",
              "SEVERE logger of io.togglebolt.metrics.log is \"\"; expected the name of a logger;"
                  + " until that is put right it is l"),
          log.messages);
    }
  }

  @Test
  void keysThatNothingReadsAreNamed() {
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      Configured configured = new Configured("5", "l");
      LogExporterComponent component =
          new LogExporterComponent(this::offered, configured, Map.of("period-second", "5"));
      component.modified(configured, Map.of("logger", "l", "Logger", "m", "a", "b"));
      assertEquals(
          List.of(
              "WARNING io.togglebolt.metrics.log: the configuration holds [period-second], which"
                  + " nothing reads",
              "WARNING io.togglebolt.metrics.log: the configuration holds [Logger, a], which"
                  + " nothing reads"),
          log.messages);
    }
  }
}
