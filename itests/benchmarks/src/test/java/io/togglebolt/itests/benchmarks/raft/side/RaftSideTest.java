package io.togglebolt.itests.benchmarks.raft.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.side.Request;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every exercise once, in tiny sizes: that it does what it says, not how long that takes. */
final class RaftSideTest {
  private final RaftSideMain side = new RaftSideMain();

  private static long number(Map<String, ?> answer, String name) {
    return Long.parseLong(String.valueOf(answer.get(name)));
  }

  private Map<String, ?> answer(String line) {
    return side.answer(Request.parse(line));
  }

  @ParameterizedTest
  @CsvSource({
    "core, 1, 64",
    "core, 16, 64",
    "core, 256, 1024",
    "core-async, 1, 64",
    "core-async, 256, 1024"
  })
  void whatIsProposedIsCommittedByAllAndLogsStayShort(String by, int batch, int window) {
    String rest =
        " by=%s batch=%d window=%d size=16 length=2000 step=500".formatted(by, batch, window);
    long filled = number(answer("fill" + rest + " entries=3000"), "entries");
    assertTrue(filled >= 2_000, filled + " entries");
    for (int turn = 0; turn < 3; turn++) {
      Map<String, ?> committed = answer("commit" + rest + " millis=30");
      // A turn ends when all three members have applied all that was proposed.
      assertTrue(number(committed, "committed") > 0, committed.toString());
      assertEquals(0, number(committed, "committed") % batch, committed.toString());
      assertTrue(number(committed, "entries") >= 2_000, committed.toString());
      assertTrue(number(committed, "entries") <= 2_500 + window, committed.toString());
      assertTrue(number(committed, "allocated") > 0, committed.toString());
      assertTrue(number(committed, "processorNanos") > 0, committed.toString());
      assertTrue(number(committed, "nanos") >= 30_000_000, committed.toString());
    }
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> answer("elect by=core"));
    String rest = " window=64 size=16 length=100 step=10 millis=1";
    assertThrows(IllegalArgumentException.class, () -> answer("commit by=etcd batch=1" + rest));
    assertThrows(IllegalArgumentException.class, () -> answer("commit by=core batch=65" + rest));
  }
}
