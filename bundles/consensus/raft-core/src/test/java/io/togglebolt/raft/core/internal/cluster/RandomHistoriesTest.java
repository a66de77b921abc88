package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.testing.FaultyRaft;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clusters to which everything happens that a network and a power failure can do, while their
 * members change. What {@link Promises} lists holds after each step, of whoever did something in
 * it; and when it is over, the cluster goes on. The simulation does the same with real logs and
 * stores; this is for whoever changes the core.
 */
final class RandomHistoriesTest {
  /** How many histories each test takes; {@code -Dtogglebolt.walks} asks for more. */
  private static final int HISTORIES = Integer.getInteger("togglebolt.walks", 30);

  private static final int STEPS = 1_500;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void promisesAreKeptWhateverHappens(boolean async) {
    Promises.Events[] events = {new Promises.Events(0, 0, 0, 0, 0)};
    Seeds.check(
        1,
        HISTORIES,
        random -> events[0] = events[0].plus(run(random, async, new CoreRaftFactory())));
    Promises.Events all = events[0];
    // Histories in which nothing happens would find nothing. One seed alone may be such.
    assertTrue(all.leaders() > 0 && all.entries() > 0, all.toString());
    assertTrue(
        System.getProperty(Seeds.PROPERTY) != null
            || all.changes() > 0 && all.reads() > 0 && all.snapshots() > 0,
        all.toString());
  }

  /** They find what is wrong; two rules are missing that take hundreds of histories to find. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMMIT_COUNTS_OWN_TERM_ONLY", "JOINT_NEEDS_BOTH_QUORUMS"})
  void aBrokenRuleIsFound(Safeguard broken) {
    assertThrows(
        Throwable.class,
        () -> {
          for (long seed = 1; seed <= 400; seed++) {
            run(new SplitMix64(seed), seed % 2 == 0, new FaultyRaft(broken));
          }
        },
        "400 seeds do not find that " + broken + " is broken");
  }

  @Test
  void aSeedIsOneHistory() {
    assertEquals(told(7), told(7));
  }

  private static String told(long seed) {
    History history = new History(new SplitMix64(seed), true, new CoreRaftFactory());
    proceed(history);
    return history.cluster().hosts().toString() + history.promises().events();
  }

  private static Promises.Events run(SplitMix64 random, boolean async, RaftFactory factory) {
    History history = new History(random, async, factory);
    proceed(history);
    return history.promises().events();
  }

  private static void proceed(History history) {
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
    history.calmDown();
  }
}
