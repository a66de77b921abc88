package io.togglebolt.metrics.jmx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class SeriesNameTest {

  @Test
  void keepsTheOrderOfLabelsAndQuotesTheirValues() {
    assertEquals(
        "io.togglebolt:type=metrics,name=togglebolt_slot_swaps_total,owner=\"main\",kind=\"wal\"",
        SeriesName.of(
                "togglebolt_slot_swaps_total",
                List.of(new Label("owner", "main"), new Label("kind", "wal")))
            .toString());
  }

  @Test
  void isFoundByThePatternForAll() throws Exception {
    assertTrue(new ObjectName(SeriesName.ALL).apply(SeriesName.of("a_total", List.of())));
  }

  @Test
  void quotesAMetricWithAColon() {
    ObjectName name = SeriesName.of("job:rate", List.of());
    assertEquals("\"job:rate\"", name.getKeyProperty("name"));
  }

  @Test
  void labelsThatAreNamedAsOurOwnKeysStayApart() {
    ObjectName name =
        SeriesName.of(
            "m",
            List.of(
                new Label("name", "1"),
                new Label("name_", "2"),
                new Label("type", "3"),
                new Label("type__", "4"),
                new Label("names", "5")));
    assertEquals(
        Map.of(
            "type", "metrics", "name", "m", "name_", "\"1\"", "name__", "\"2\"", "type_", "\"3\"",
            "type___", "\"4\"", "names", "\"5\""),
        name.getKeyPropertyList());
  }

  /** Characters that object names give a meaning to come often. */
  @Test
  void anyTwoValuesMakeTwoNamesThatAreNoPatternsAndReadBack() {
    String alphabet = "\"\\*?,=:\n\r\u0000 an\u00fc";
    Seeds.check(
        20_261,
        50,
        random -> {
          Map<ObjectName, String> seen = new HashMap<>();
          for (int i = 0; i < 200; i++) {
            String value = text(random, alphabet);
            ObjectName name = SeriesName.of("m", List.of(new Label("at", value)));
            assertFalse(name.isPattern(), () -> "a pattern: " + name);
            assertEquals(value, ObjectName.unquote(name.getKeyProperty("at")));
            assertEquals(value, seen.getOrDefault(name, value));
            seen.put(name, value);
          }
        });
  }

  private static String text(SplitMix64 random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int length = random.below(6); length > 0; length--) {
      text.append(alphabet.charAt(random.below(alphabet.length())));
    }
    return text.toString();
  }
}
