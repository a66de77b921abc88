package io.togglebolt.itests.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void mapsAndListsAreNestedAndIndented() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runs", List.of(1L, 2.5));
    map.put("none", Map.of());
    map.put("empty", List.of());
    map.put("met", true);
    assertEquals(
        """
        {
          "runs": [
            1,
            2.5
          ],
          "none": {},
          "empty": [],
          "met": true
        }
        """,
        Json.of(map));
  }

  @Test
  void whatWouldEndATextEarlyIsEscaped() {
    assertEquals("\"a\\\"b\\\\c\\nd\\te\\u0001\"\n", Json.of("a\"b\\c\nd\te\u0001"));
  }

  @Test
  void whatJsonDoesNotKnowIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Json.of(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Json.of(new Object()));
  }
}
