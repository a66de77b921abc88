package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a writer which takes over finds its segment ready, and a closed log nobody in its files. */
class FilePipelineReadyTest {
  private static final Path DIRECTORY = Path.of("/wal");
  private static final int SIZE = 8_192;
  private static final long DEADLINE_SECONDS = 30;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(new SimulatedClock());
  private final FilePipeline pipeline = new FilePipeline(disk, DIRECTORY, SIZE, scheduler);

  /** What a writer does to prepare a segment. */
  private interface Preparing {
    void prepare(WalSegment segment, long sizeBytes) throws IOException;
  }

  private record Writer(Preparing preparing) implements WalWriter {
    @Override
    public void begin(WalSegment segment, long offset) {}

    @Override
    public void append(MemorySegment frames) {}

    @Override
    public void prepare(WalSegment segment, long sizeBytes) throws IOException {
      preparing.prepare(segment, sizeBytes);
    }

    @Override
    public void close() {}
  }

  private static Writer counting(AtomicInteger prepared) {
    return new Writer(
        (segment, sizeBytes) -> {
          segment.allocate(0, sizeBytes);
          prepared.incrementAndGet();
        });
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    disk.createDirectories(DIRECTORY);
  }

  @Test
  void whatNobodyHasBegunIsPreparedByTheOneThatNeedsItReady() throws Exception {
    AtomicInteger serving = new AtomicInteger();
    AtomicInteger candidate = new AtomicInteger();
    assertFalse(pipeline.isReady());
    pipeline.makeReady(counting(candidate));
    assertTrue(pipeline.isReady());
    assertEquals(1, candidate.get());
    pipeline.take(counting(candidate)).close();
    assertFalse(pipeline.isReady());
    pipeline.start(counting(serving));
    pipeline.makeReady(counting(candidate));
    assertTrue(pipeline.isReady());
    scheduler.runUntilIdle();
    assertEquals(1, serving.get(), "the one whose task it was, and once");
    assertEquals(1, candidate.get());
    pipeline.makeReady(counting(candidate));
    pipeline.take(counting(candidate)).close();
    assertEquals(1, candidate.get(), "what is ready is taken, whoever prepared it");
  }

  @Test
  void aWriterThatCannotPrepareIsToldSoAndTheOneBeforeServesOn() throws Exception {
    Writer broken =
        new Writer(
            (segment, sizeBytes) -> {
              throw new IllegalStateException("no");
            });
    WriterFailedException failed =
        assertThrows(WriterFailedException.class, () -> pipeline.makeReady(broken));
    assertInstanceOf(IllegalStateException.class, failed.failure());
    assertFalse(pipeline.isReady());
    AtomicInteger before = new AtomicInteger();
    pipeline.take(counting(before)).close();
    assertEquals(0, before.get(), "the log reserves it itself where everybody waits for it");
  }

  @Test
  void aFileThatIsBeingPreparedIsWaitedFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Writer slow =
        new Writer(
            (segment, sizeBytes) -> {
              begun.countDown();
              await(goOn);
              segment.allocate(0, sizeBytes);
            });
    AtomicInteger candidate = new AtomicInteger();
    try (Scheduler threads = Scheduler.background("pipeline");
        FilePipeline busy = new FilePipeline(disk, DIRECTORY, SIZE, threads)) {
      busy.start(slow);
      await(begun);
      CompletableFuture<Void> ready =
          CompletableFuture.runAsync(
              () -> {
                try {
                  busy.makeReady(counting(candidate));
                } catch (InterruptedException | WriterFailedException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      goOn.countDown();
      ready.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertTrue(busy.isReady());
      assertEquals(0, candidate.get());
    }
  }

  @Test
  void whoClosesTakesTheFileFromTheWriterThatPreparesItAndWaitsForIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<IOException> refused = new CompletableFuture<>();
    Writer endless =
        new Writer(
            (segment, sizeBytes) -> {
              begun.countDown();
              try {
                while (true) {
                  segment.allocate(0, sizeBytes);
                }
              } catch (IOException closed) {
                refused.complete(closed);
                throw closed;
              }
            });
    try (Scheduler threads = Scheduler.background("pipeline")) {
      FilePipeline busy = new FilePipeline(disk, DIRECTORY, SIZE, threads);
      busy.start(endless);
      await(begun);
      busy.close();
      assertInstanceOf(
          FileClosedException.class, refused.getNow(new IOException("it still prepares")));
      assertEquals(List.of(), disk.list(DIRECTORY));
    }
  }

  @Test
  void aWriterThatHangsWhileItPreparesIsNotWaitedForForEver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Writer hanging =
        new Writer(
            (segment, sizeBytes) -> {
              calls.incrementAndGet();
              begun.countDown();
              await(goOn);
            });
    long limit = TimeUnit.MILLISECONDS.toNanos(20);
    try (Scheduler threads = Scheduler.background("pipeline")) {
      FilePipeline busy = new FilePipeline(disk, DIRECTORY, SIZE, threads, limit);
      busy.start(hanging);
      await(begun);
      SegmentFile file = busy.take(hanging);
      assertEquals(SIZE, file.file().size(), "the log reserves it itself");
      busy.discard(file);
      busy.start(hanging);
      busy.makeReady(hanging);
      assertTrue(busy.isReady(), "the one that hangs is not asked again");
      assertEquals(1, calls.get());
      busy.close();
      assertEquals(List.of(), disk.list(DIRECTORY));
      goOn.countDown();
    }
    assertEquals(List.of(), disk.list(DIRECTORY));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "the deadline has passed");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
