package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.Entry;
import io.togglebolt.testkit.Seeds;
import org.junit.jupiter.api.Test;

/**
 * Clusters to which everything happens that a network and a power failure can do, while their
 * members change. The five properties of figure 3 of the paper hold after each step, no read is
 * told of less than was applied before it was asked, and when it is over the cluster goes on.
 */
class RandomHistoriesTest {
  @Test
  void nothingThatIsCommittedIsEverLostOrChanged() {
    Seeds.check(
        1,
        120,
        random -> {
          History history = new History(random);
          for (int step = 0; step < 1_500; step++) {
            history.step();
          }
          history.calmDown();
        });
  }

  /** The place of an entry in the log and what is there. */
  record Committed(Entry entry, long knownInTerm) {}
}
