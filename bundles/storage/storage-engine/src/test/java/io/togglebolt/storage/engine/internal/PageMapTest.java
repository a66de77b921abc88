package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.testkit.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PageMapTest {
  private static final long NOWHERE = -1;

  @Test
  void whatIsEnteredIsFoundOnceAndOtherPagesAreNot() {
    PageMap map = new PageMap();
    map.put(7, 70);
    map.put(7, 71);
    assertEquals(1, map.size());
    assertEquals(71, map.get(7, NOWHERE));
    assertEquals(NOWHERE, map.get(8, NOWHERE));
    assertEquals(NOWHERE, map.remove(8, NOWHERE));
    assertEquals(71, map.remove(7, NOWHERE));
    assertEquals(NOWHERE, map.remove(7, NOWHERE));
    assertEquals(0, map.size());
  }

  @Test
  void itDoesWhatAMapOfObjectsDoes() {
    Seeds.check(
        1,
        30,
        random -> {
          PageMap map = new PageMap();
          Map<Long, Long> model = new HashMap<>();
          int pages = random.choice(20, 100, 5_000);
          for (int i = 0; i < 20_000; i++) {
            long page = 2L + random.below(pages);
            if (random.chance(1, 2)) {
              if (random.chance(1, 2)) {
                map.reserve(page);
              }
              long other = random.below(1_000_000);
              map.put(page, other);
              model.put(page, other);
            } else {
              long due = Objects.requireNonNullElse(model.remove(page), NOWHERE);
              assertEquals(due, map.remove(page, NOWHERE));
            }
            assertEquals(model.size(), map.size());
          }
          for (long page = 2; page < 2L + pages; page++) {
            assertEquals(model.getOrDefault(page, NOWHERE), map.get(page, NOWHERE));
          }
          model.forEach((page, other) -> assertEquals(other, map.remove(page, NOWHERE)));
        });
  }
}
