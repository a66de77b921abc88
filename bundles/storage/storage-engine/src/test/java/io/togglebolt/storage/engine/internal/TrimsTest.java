package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrimsTest {
  @Test
  void theHighestMarkSinceAnyStateIsThatOfAllStatesKept() {
    Seeds.check(
        1,
        200,
        random -> {
          Trims trims = new Trims();
          List<Long> marks = new ArrayList<>(List.of(100L));
          int since = 0;
          for (int txid = 1; txid < 60; txid++) {
            long before = marks.getLast();
            long mark = Math.max(4, before + random.between(-20, 20));
            marks.add(mark);
            if (mark < before) {
              trims.add(txid, before);
            }
            if (random.chance(1, 3)) {
              since = random.between(since, txid);
              long highest =
                  marks.subList(since, marks.size()).stream().max(Long::compare).orElseThrow();
              assertEquals(highest, trims.highestSince(since, mark));
            }
          }
        });
  }
}
