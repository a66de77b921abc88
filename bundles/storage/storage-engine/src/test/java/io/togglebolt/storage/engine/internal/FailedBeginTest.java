package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader that fails while it begins holds nothing back. */
class FailedBeginTest {
  private static final int ATTEMPTS = 500;
  private static final long SMALL_STACK_BYTES = 1 << 20;

  private static final Committed.State STATE =
      new Committed.State(
          new Meta(4096, 3, 0, 2, 4, 1), new Pages("none.db", MemorySegment.NULL, 4096, 4));

  private int looks;

  @Test
  void aFailureBehindTheEntryGivesItBack() {
    OutOfMemoryError failure = new OutOfMemoryError("made up");
    OpenReaders readers =
        new OpenReaders(
            () -> {
              looks++;
              if (looks == 2) {
                throw failure;
              }
              return STATE;
            },
            new SimulatedClock(),
            DatabaseOptions.defaults());
    Client client = Client.DIRECT;
    assertEquals(failure, assertThrows(OutOfMemoryError.class, () -> readers.begin("", client)));
    assertEquals(2, looks, "it failed after it had published what it sees");
    assertEquals(0, readers.count());
    assertEquals(0, readers.scan().length);
    ReadTransaction next = readers.begin("next", client);
    assertEquals(List.of("next"), readers.list().stream().map(ReaderInfo::label).toList());
    next.close();
    assertEquals(0, readers.count());
  }

  /** One caller after the other begins a reader a little further from the end of its stack. */
  @ParameterizedTest
  @CsvSource({"false, 2", "true, 12"})
  void callersWithoutStackLeaveNoReaderBehind(boolean tracing, int framesAStep) throws Exception {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (Database database = bed.open(DatabaseOptions.defaults().withReaderTracing(tracing))) {
      FutureTask<Integer> deep = new FutureTask<>(() -> beginOften(database, framesAStep));
      new Thread(null, deep, "deep", SMALL_STACK_BYTES).start();
      int failed = deep.get();
      assertTrue(failed > 0 && failed < ATTEMPTS, "failed: " + failed);
      assertEquals(List.of(), database.readers());
      assertEquals(0, database.stats().openReaders());
      try (Transaction reader = database.beginRead()) {
        ReaderInfo info = database.readers().getFirst();
        assertEquals(tracing, !info.openedAt().isEmpty(), "reader " + reader.id());
      }
    }
  }

  /** Returns how many of the attempts failed. */
  private static int beginOften(Database database, int framesAStep) {
    int failed = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        beginDeep(database, new int[] {attempt * framesAStep}).close();
      } catch (StackOverflowError noRoom) {
        failed++;
      }
    }
    return failed;
  }

  /** Begins a reader, once, at that many frames from the end of the stack. */
  private static Transaction beginDeep(Database database, int[] framesToGo) {
    try {
      return beginDeep(database, framesToGo);
    } catch (StackOverflowError overflow) {
      if (framesToGo[0]-- != 0) {
        throw overflow;
      }
      return database.beginRead("deep");
    }
  }
}
