package com.example.slow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.slow.SlowWalWriterFactory.Delays;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import io.togglebolt.wal.tck.StagedSegment;
import io.togglebolt.wal.tck.WalWriterContract;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every writer owes, and what this one says of itself. Nobody waits here. */
final class SlowWalWriterTest extends WalWriterContract {
  private final List<Long> pauses = new ArrayList<>();

  @Override
  protected WalWriterFactory factory() {
    return new SlowWalWriterFactory(new Delays(20, 3, 1_500), pauses::add);
  }

  @Test
  void eachSyncIsLateAndEachThirdOneVery() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.wal"));
        WalWriter writer = factory().create();
        Arena arena = Arena.ofConfined()) {
      writer.begin(segment, 0);
      for (int i = 0; i < 7; i++) {
        writer.append(arena.allocate(64, 8));
      }
    }
    assertEquals(List.of(20L, 20L, 1_500L, 20L, 20L, 1_500L, 20L), pauses);
  }

  @Test
  void settingsThatCannotBeAreNamed() {
    assertEquals(
        "delay-millis of com.example.slow is -1; expected a number from 0 to 60000",
        assertThrows(IllegalArgumentException.class, () -> new Delays(-1, 0, 0)).getMessage());
    assertEquals(
        "hiccup-millis of com.example.slow is 60001; expected a number from 0 to 60000",
        assertThrows(IllegalArgumentException.class, () -> new Delays(0, 9, 60_001)).getMessage());
  }
}
