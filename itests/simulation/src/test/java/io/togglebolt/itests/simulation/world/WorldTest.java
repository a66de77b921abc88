package io.togglebolt.itests.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
  private final World world = new World(new SplitMix64(1), EventLog.NONE);
  private final List<String> happened = new ArrayList<>();

  private void after(long nanos, String what) {
    world.after(nanos, () -> happened.add(what + "@" + world.now()));
  }

  @Test
  void whatIsDueFirstHappensFirst() {
    after(20, "b");
    after(10, "a");
    world.step();
    after(5, "c");
    world.step();
    world.step();
    assertEquals(List.of("a@10", "c@15", "b@20"), happened);
    assertEquals(Long.MAX_VALUE, world.nextDue());
  }

  @Test
  void timeMovesNoFurtherThanToTheNextEvent() {
    after(10, "a");
    world.moveTo(7);
    assertEquals(7, world.clock().nanoTime());
    assertThrows(IllegalArgumentException.class, () -> world.moveTo(11));
    assertThrows(IllegalArgumentException.class, () -> world.moveTo(6));
  }

  @Test
  void aLineSaysWhenAndWho() {
    List<String> lines = new ArrayList<>();
    World told =
        new World(
            new SplitMix64(1),
            new EventLog() {
              @Override
              public boolean isOn() {
                return true;
              }

              @Override
              public void line(String line) {
                lines.add(line);
              }
            });
    told.after(12_034_567_000L, () -> told.log("n1", "does something"));
    told.step();
    assertEquals(List.of("  12.034567  n1      does something"), lines);
  }
}
