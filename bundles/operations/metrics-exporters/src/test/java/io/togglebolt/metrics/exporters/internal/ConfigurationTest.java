package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a configuration holds. */
@Timeout(60)
class ConfigurationTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private static ExportersComponent.Config config(String... exporters) {
    return new ExportersComponent.Config() {
      @Override
      public String[] exporters() {
        return exporters.clone();
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return ExportersComponent.Config.class;
      }
    };
  }

  @Test
  void aKeyThatNothingReadsIsNamed() {
    ExportersComponent component =
        new ExportersComponent(house.slots, config(), Map.of("exporter", "jmx"));
    try {
      String warning =
          "WARNING io.togglebolt.metrics: the configuration holds [exporter], which nothing reads";
      assertEquals(List.of(warning), house.log);
      component.modified(config("none"), Map.of("exporters", "none", "service.pid", "x"));
      assertEquals(Optional.of(List.of()), component.chosen());
      assertEquals(1, house.log.size(), house.log::toString);
      component.modified(config(), Map.of("exporter", "jmx"));
      assertEquals(List.of(warning, warning), house.log);
    } finally {
      component.deactivate();
    }
  }

  @Test
  void aChoiceThatMakesNoSenseLeavesTheOneBefore() {
    ExportersComponent component =
        new ExportersComponent(house.slots, config("none, log"), Map.of());
    try {
      assertEquals(Optional.empty(), component.chosen());
      component.modified(config("jmx"), Map.of());
      component.modified(config("prometheus log"), Map.of());
      assertEquals(Optional.of(List.of("jmx")), component.chosen());
      String where = " in the configuration io.togglebolt.metrics; until that is put right ";
      assertEquals(
          List.of(
              "SEVERE exporters is 'none, log'; expected either none or names"
                  + where
                  + "those serve that do by default",
              "SEVERE exporters has the name 'prometheus log'; expected names with commas between"
                  + " them"
                  + where
                  + "the choice before stays: jmx"),
          house.log);
    } finally {
      component.deactivate();
    }
  }

  @Test
  void whatTheContainerAddsIsNotNamed() {
    assertEquals(
        Set.of(),
        ChosenNames.unknownKeys(
            Map.of(
                "exporters", "jmx",
                "service.pid", "io.togglebolt.metrics",
                "component.id", 7L,
                "felix.fileinstall.filename", "file:x",
                "osgi.ds.satisfying.condition.target", "(a=b)",
                ".private", 1)));
  }
}
