package io.togglebolt.wal.dsync.internal;

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

final class DsyncWalWriterTest {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(WalWriterFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("dsync")));
  }

  @Test
  void anAppendOfUpToAlmostFourMebibytesIsOneCall() throws IOException {
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.wal"));
        WalWriter writer = new DsyncWalWriterFactory().create();
        Arena arena = Arena.ofConfined()) {
      writer.begin(segment, 0);
      writer.append(arena.allocate(64, 8));
      writer.append(arena.allocate(DsyncWalWriter.MOST_BYTES - 64, 8));
      assertEquals(List.of(Call.WRITE_DURABLY, Call.WRITE_DURABLY), segment.calls());
    }
  }

  @Test
  void aLargerOneTakesAsManyAsItHasPieces() throws IOException {
    try (StagedSegment segment = new StagedSegment(disk, Path.of("/log/0.wal"));
        WalWriter writer = new DsyncWalWriterFactory().create();
        Arena arena = Arena.ofConfined()) {
      writer.begin(segment, 0);
      writer.append(arena.allocate(DsyncWalWriter.MOST_BYTES + 8L, 8));
      assertEquals(List.of(Call.WRITE_DURABLY, Call.WRITE_DURABLY), segment.calls());
    }
  }

  @Test
  void preparedZerosAreDurable() throws IOException {
    int size = 2 * DsyncWalWriter.ZEROS_BYTES + 4_096;
    Path path = Path.of("/log/0.tmp");
    try (StagedSegment segment = new StagedSegment(disk, path);
        WalWriter writer = new DsyncWalWriterFactory().create()) {
      writer.prepare(segment, size);
      assertEquals(
          List.of(Call.ALLOCATE, Call.WRITE_DURABLY, Call.WRITE_DURABLY, Call.WRITE_DURABLY),
          segment.calls());
      assertEquals(size, disk.durableContent(path).length);
      assertEquals(List.of(), disk.unsynced(path));
    }
  }
}
