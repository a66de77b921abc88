package io.togglebolt.raft.core.internal.quorum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class NodeIdsTest {
  @Test
  void idsAboveTheSignedRangeComeLastAndAreWrittenUnsigned() {
    NodeIds ids = NodeIds.of(-1, 3, Long.MIN_VALUE, 1, 3);

    assertArrayEquals(new long[] {1, 3, Long.MIN_VALUE, -1}, ids.toArray());
    assertEquals("(1 3 9223372036854775808 18446744073709551615)", ids.toString());
    assertEquals(List.of(1L, 3L, Long.MIN_VALUE, -1L), ids.toList());
  }

  @Test
  void nobodyIsWrittenAsEmptyParentheses() {
    assertEquals("()", NodeIds.NONE.toString());
    assertTrue(NodeIds.NONE.isEmpty());
  }

  @Test
  void whatChangesNothingGivesTheSameSet() {
    NodeIds ids = NodeIds.of(1, 2);

    assertSame(ids, ids.with(2));
    assertSame(ids, ids.without(3));
    assertSame(NodeIds.NONE, NodeIds.of(4).without(4));
  }

  @Test
  void aCopyOfTheIdsIsTheCallersOwn() {
    NodeIds ids = NodeIds.of(1, 2);
    ids.toArray()[0] = 7;

    assertEquals(NodeIds.of(2, 1), ids);
  }

  @Test
  void setsOfOtherIdsAreOthers() {
    assertNotEquals(NodeIds.of(1, 2), NodeIds.of(1, 3));
    assertEquals(NodeIds.of(1, 2).hashCode(), NodeIds.of(2, 1).hashCode());
  }

  @Test
  void aSetDoesWhatASortedSetOfTheLibraryDoes() {
    Seeds.check(
        1,
        200,
        random -> {
          TreeSet<Long> model = new TreeSet<>(Long::compareUnsigned);
          TreeSet<Long> otherModel = new TreeSet<>(Long::compareUnsigned);
          NodeIds ids = NodeIds.NONE;
          NodeIds other = NodeIds.NONE;
          for (int step = 0; step < 40; step++) {
            // Ids on both sides of the signed boundary.
            long id = random.below(8) - 4;
            if (random.chance(2, 3)) {
              ids = ids.with(id);
              model.add(id);
            } else {
              ids = ids.without(id);
              model.remove(id);
            }
            if (random.chance(1, 3)) {
              other = other.with(id + 1);
              otherModel.add(id + 1);
            }
            assertEquals(List.copyOf(model), ids.toList());
            assertEquals(model.contains(id + 1), ids.contains(id + 1));
            TreeSet<Long> union = new TreeSet<>(model);
            union.addAll(otherModel);
            assertEquals(List.copyOf(union), ids.union(other).toList());
            TreeSet<Long> common = new TreeSet<>(model);
            common.retainAll(otherModel);
            assertEquals(union.size() - common.size(), ids.difference(other));
          }
        });
  }

  @Test
  void anIdBetweenTwoOthersIsNotThere() {
    assertFalse(NodeIds.of(1, 3).contains(2));
    assertFalse(NodeIds.NONE.contains(2));
  }
}
