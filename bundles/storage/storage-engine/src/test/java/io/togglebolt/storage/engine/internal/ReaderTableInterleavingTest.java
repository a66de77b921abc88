package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Runs readers and a writer in many orders, switching between any two accesses of shared memory. No
 * page that an open reader can see may be handed out; the two ways to get the protocol wrong must
 * be found, or the test would prove nothing.
 */
class ReaderTableInterleavingTest {
  private static final int MOST_COMMITS = 4;

  /** A database in small: a page that only a reader at transaction t sees is page t. */
  private static final class Store {
    private final boolean[] handedOut = new boolean[MOST_COMMITS + 2];
    private final ReaderTable readers = new ReaderTable();
    private volatile long current = 1;

    void publishAndScan() {
      long next = current + 1;
      if (next <= MOST_COMMITS) {
        current = next;
        handOut(readers.scan(), next);
      }
    }

    void scanAndPublish() {
      long next = current + 1;
      if (next <= MOST_COMMITS) {
        long[] open = readers.scan();
        current = next;
        handOut(open, next);
      }
    }

    private void handOut(long[] open, long next) {
      long oldest = open.length == 0 ? next : Math.min(open[0], next);
      for (int page = 1; page < oldest; page++) {
        handedOut[page] = true;
      }
    }

    /** Whether the reader's page was handed out while it was open. */
    boolean readWithSecondLook() {
      ReaderTable.Entry entry = readers.enter(() -> current);
      return read(entry);
    }

    boolean readWithoutSecondLook() {
      long once = current;
      return read(readers.enter(() -> once));
    }

    private boolean read(ReaderTable.Entry entry) {
      int page = (int) entry.txid();
      boolean lost = handedOut[page] || handedOut[page];
      readers.leave(entry);
      return lost;
    }
  }

  /** The protocol as it is. An operation gives the same in every order, or Lincheck objects. */
  public static final class AsItIs {
    private final Store store = new Store();

    @Operation(nonParallelGroup = "writer")
    public void commit() {
      store.publishAndScan();
    }

    @Operation
    public boolean read() {
      return store.readWithSecondLook();
    }
  }

  public static final class ReaderLooksOnce {
    private final Store store = new Store();

    @Operation(nonParallelGroup = "writer")
    public void commit() {
      store.publishAndScan();
    }

    @Operation
    public boolean read() {
      return store.readWithoutSecondLook();
    }
  }

  public static final class WriterScansFirst {
    private final Store store = new Store();

    @Operation(nonParallelGroup = "writer")
    public void commit() {
      store.scanAndPublish();
    }

    @Operation
    public boolean read() {
      return store.readWithSecondLook();
    }
  }

  private static void explore(Class<?> subject) {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(8)
        .invocationsPerIteration(2000)
        .minimizeFailedScenario(false)
        .check(subject);
  }

  @Test
  void noOrderOfStepsHandsOutAPageThatAReaderSees() {
    explore(AsItIs.class);
  }

  @Test
  void aReaderThatLooksOnlyOnceIsFoundOut() {
    assertThrows(LincheckAssertionError.class, () -> explore(ReaderLooksOnce.class));
  }

  @Test
  void aWriterThatScansBeforeItPublishesIsFoundOut() {
    assertThrows(LincheckAssertionError.class, () -> explore(WriterScansFirst.class));
  }
}
