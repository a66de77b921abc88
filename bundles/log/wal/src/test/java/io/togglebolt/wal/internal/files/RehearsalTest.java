package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.dsync.internal.DsyncWalWriterFactory;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may not take over, and is found out before anybody waits for it. */
class RehearsalTest {
  private static final Path DIRECTORY = Path.of("/wal");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final FilePipeline pipeline =
      new FilePipeline(disk, DIRECTORY, 1 << 20, new SimulatedScheduler(new SimulatedClock()));

  /** What a writer does wrong. */
  private enum Fault {
    NOTHING_WRITTEN,
    ONE_BYTE_WRONG,
    ONE_FRAME_TOO_FAR,
    SOMETHING_BEHIND,
    SOMETHING_PREPARED,
    BEGINS_AT_ITS_OWN_END,
    THROWS_WHEN_IT_BEGINS_AGAIN
  }

  private static final class Faulty implements WalWriter {
    private final Fault fault;
    private WalSegment segment;
    private long end;
    private int begun;

    private Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void begin(WalSegment next, long offset) {
      segment = next;
      end = fault == Fault.BEGINS_AT_ITS_OWN_END && begun > 0 ? end + 8 : offset;
      if (begun++ > 0 && fault == Fault.THROWS_WHEN_IT_BEGINS_AGAIN) {
        throw new IllegalStateException("once is enough");
      }
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      MemorySegment copy = Arena.ofAuto().allocate(frames.byteSize());
      copy.copyFrom(frames);
      long at = end;
      switch (fault) {
        case NOTHING_WRITTEN -> {
          return;
        }
        case ONE_BYTE_WRONG -> copy.set(ValueLayout.JAVA_BYTE, copy.byteSize() - 1, (byte) 0);
        case ONE_FRAME_TOO_FAR -> at += 8;
        case SOMETHING_BEHIND -> segment.write(60_000, Arena.ofAuto().allocate(1).fill((byte) 1));
        case SOMETHING_PREPARED, BEGINS_AT_ITS_OWN_END, THROWS_WHEN_IT_BEGINS_AGAIN -> {}
      }
      segment.write(at, copy);
      segment.sync();
      end += frames.byteSize();
    }

    @Override
    public void prepare(WalSegment next, long sizeBytes) throws IOException {
      next.allocate(0, sizeBytes);
      if (fault == Fault.SOMETHING_PREPARED) {
        next.write(50_000, Arena.ofAuto().allocate(1).fill((byte) 1));
      }
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    disk.createDirectories(DIRECTORY);
  }

  @Test
  void whoWritesWhatItIsToldPassesAndLeavesNothing() throws Exception {
    pipeline.rehearse(new SegmentedWalWriterFactory().create());
    pipeline.rehearse(new DsyncWalWriterFactory().create());
    assertEquals(List.of(), disk.list(DIRECTORY));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whoDoesNotIsFoundOut(Fault fault) throws Exception {
    WriterFailedException failed =
        assertThrows(WriterFailedException.class, () -> pipeline.rehearse(new Faulty(fault)));
    String message = String.valueOf(failed.failure().getMessage());
    assertTrue(message.contains("rehearsal") || message.contains("once"), message);
    assertEquals(List.of(), disk.list(DIRECTORY));
  }

  @Test
  void nobodyRehearsesInALogThatIsClosed() throws Exception {
    pipeline.close();
    WriterFailedException failed =
        assertThrows(
            WriterFailedException.class,
            () -> pipeline.rehearse(new SegmentedWalWriterFactory().create()));
    assertTrue(String.valueOf(failed.failure().getMessage()).endsWith("the log is closed"));
    assertEquals(List.of(), disk.list(DIRECTORY));
  }
}
