package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Runs readers and a writer in many orders, switching between any two accesses of shared memory. No
 * page that an open reader can see may be handed out; the two ways to get the protocol wrong must
 * be found, or the test would prove nothing. More orders of each scenario: {@code
 * -Dtogglebolt.interleavings=5000}.
 */
class ReaderTableInterleavingTest {
  private static final int ORDERS = Integer.getInteger("togglebolt.interleavings", 500);

  private static final int MOST_COMMITS = 4;

  /** One, so that two readers meet: the second one goes beyond it. */
  private static final int PLACES = 1;

  private static final long ANY_THREAD = 7;

  /**
   * A state of a database in small. Each transaction has a mapping of its own, as if each had made
   * the file longer.
   */
  private static final class State implements ReaderTable.Snapshot {
    private final long txid;
    private final int mapping;

    State(long txid, int mapping) {
      this.txid = txid;
      this.mapping = mapping;
    }

    @Override
    public long txid() {
      return txid;
    }
  }

  /** A database in small: a page that only a reader at transaction t sees is page t. */
  private static final class Store {
    private final boolean[] handedOut = new boolean[MOST_COMMITS + 2];
    private final boolean[] unmapped = new boolean[MOST_COMMITS + 2];
    private final ReaderTable<Object> readers = new ReaderTable<>(PLACES);
    private final RetiredMappings<Integer> retired = new RetiredMappings<>();
    private volatile State current = new State(1, 1);

    void publishAndScan() {
      long next = current.txid + 1;
      if (next <= MOST_COMMITS) {
        publish(next);
        giveUp(readers.scan(), next);
      }
    }

    void scanAndPublish() {
      long next = current.txid + 1;
      if (next <= MOST_COMMITS) {
        long[] open = readers.scan();
        publish(next);
        giveUp(open, next);
      }
    }

    private void publish(long next) {
      retired.replaced(current.mapping);
      current = new State(next, (int) next);
      retired.published(next);
    }

    private void giveUp(long[] open, long next) {
      long oldest = open.length == 0 ? next : Math.min(open[0], next);
      for (int page = 1; page < oldest; page++) {
        handedOut[page] = true;
      }
      retired.release(open, mapping -> unmapped[mapping] = true);
    }

    /** Whether the reader's page was handed out, or its mapping unmapped, while it was open. */
    boolean readWithSecondLook() {
      ReaderTable.Entry<Object> entry = readers.enter(ANY_THREAD);
      return read(entry, readers.settle(entry, () -> current));
    }

    boolean readWithoutSecondLook() {
      State once = current;
      ReaderTable.Entry<Object> entry = readers.enter(ANY_THREAD);
      return read(entry, readers.settle(entry, () -> once));
    }

    private boolean read(ReaderTable.Entry<Object> entry, State state) {
      int page = (int) state.txid;
      boolean lost = handedOut[page] || unmapped[state.mapping];
      lost |= handedOut[page] || unmapped[state.mapping];
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
        .iterations(5)
        .invocationsPerIteration(ORDERS)
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
