package io.togglebolt.wal.segmented.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import io.togglebolt.wal.tck.StagedSegment;
import io.togglebolt.wal.tck.StagedSegment.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SegmentedWalWriterTest {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(WalWriterFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("segmented")));
  }

  @Test
  void writesAnAppendOnceAndSyncsItOnce() throws IOException {
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.wal"));
        WalWriter writer = new SegmentedWalWriterFactory().create();
        Arena arena = Arena.ofConfined()) {
      writer.begin(segment, 0);
      writer.append(arena.allocate(64, 8));
      writer.append(arena.allocate(100_000, 8));
      assertEquals(List.of(Call.WRITE, Call.SYNC, Call.WRITE, Call.SYNC), segment.calls());
    }
  }

  @Test
  void writesALargeAppendInPiecesAndSyncsItOnce() throws IOException {
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.wal"));
        WalWriter writer = new SegmentedWalWriterFactory().create();
        Arena arena = Arena.ofConfined()) {
      writer.begin(segment, 0);
      writer.append(arena.allocate(2L * SegmentedWalWriter.MOST_BYTES + 8, 8));
      assertEquals(List.of(Call.WRITE, Call.WRITE, Call.WRITE, Call.SYNC), segment.calls());
    }
  }

  @Test
  void onlyReservesTheSpaceOfASegment() throws IOException {
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.tmp"));
        WalWriter writer = new SegmentedWalWriterFactory().create()) {
      writer.prepare(segment, 64_000_000);
      assertEquals(List.of(Call.ALLOCATE), segment.calls());
      assertEquals(64_000_000, segment.size());
    }
  }
}
