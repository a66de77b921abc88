package io.togglebolt.freelist.exact.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeIndexTest {

  private static PendingRun run(long start, int pages) {
    return new PendingRun(start, pages, 1, Origin.FREELIST, 0, Kind.TREE, 2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.togglebolt.storage.tck.Seeds#all")
  void findsWhatAMapFinds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NodeIndex index = new NodeIndex();
    Map<Long, Node> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long start = 2 + random.nextLong(1 + i / 10);
      PendingRun run = run(start, 1 + random.nextInt(2));
      String where = "seed " + seed + ", step " + i;
      if (random.nextBoolean()) {
        Node node = new Node(run);
        assertEquals(model.putIfAbsent(start, node) == null, index.add(node), where);
      } else {
        Node there = model.get(start);
        Node expected = there != null && there.run.equals(run) ? model.remove(start) : null;
        assertSame(expected, index.remove(run), where);
      }
      assertEquals(model.size(), index.size(), where);
    }
  }

  @Test
  void givesItsMemoryBack() {
    NodeIndex index = new NodeIndex();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(index.add(new Node(run(2 + i * 512L, 1))));
    }
    assertTrue(index.capacity() <= 1 << 18, "places " + index.capacity());
    for (int i = 0; i < 100_000; i++) {
      index.remove(run(2 + i * 512L, 1));
    }
    assertEquals(0, index.size());
    assertTrue(index.capacity() <= 16, "places " + index.capacity());
  }

  @Test
  void takesOutOnlyTheVeryRun() {
    NodeIndex index = new NodeIndex();
    index.add(new Node(run(10, 2)));
    assertFalse(index.add(new Node(run(10, 1))));
    assertNull(index.remove(run(10, 1)));
    assertEquals(1, index.size());
  }
}
