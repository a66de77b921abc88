package io.togglebolt.raft.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a leader takes. */
final class UncommittedTest {
  private static List<Entry> bytes(int bytes) {
    return List.of(Entry.of(1, 1, new byte[bytes]));
  }

  @Test
  void theFirstIsTakenWhateverItsSize() {
    Uncommitted uncommitted = new Uncommitted(10);
    assertTrue(uncommitted.take(bytes(100)));
    assertFalse(uncommitted.take(bytes(1)));
    assertTrue(uncommitted.take(bytes(0)), "what has no data");
  }

  @Test
  void upToTheLimitIsTakenAndNotAByteMore() {
    Uncommitted uncommitted = new Uncommitted(10);
    assertTrue(uncommitted.take(bytes(4)));
    assertFalse(uncommitted.take(bytes(7)));
    assertTrue(uncommitted.take(bytes(6)));
    uncommitted.release(bytes(6));
    assertTrue(uncommitted.take(bytes(6)));
  }

  @Test
  void moreMayBeReleasedThanWasTaken() {
    Uncommitted uncommitted = new Uncommitted(10);
    assertTrue(uncommitted.take(bytes(4)));
    uncommitted.release(bytes(400));
    assertTrue(uncommitted.take(bytes(10)));
    assertFalse(uncommitted.take(bytes(1)));
    uncommitted.clear();
    assertTrue(uncommitted.take(bytes(10)));
  }

  @Test
  void withoutALimitEverythingIsTaken() {
    Uncommitted uncommitted = new Uncommitted(RaftOptions.UNLIMITED);
    for (int i = 0; i < 10; i++) {
      assertTrue(uncommitted.take(bytes(1 << 20)));
    }
  }
}
