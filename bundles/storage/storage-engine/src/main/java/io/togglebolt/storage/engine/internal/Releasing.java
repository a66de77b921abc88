package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PendingRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks the policy what may be handed out, checks its answer against the ledger and the readers, and
 * keeps what was released until it is taken in among the free pages. Used by whoever holds the
 * writer lock.
 */
final class Releasing {
  /**
   * How many runs are taken in at once, at least, where nobody says otherwise: as many as cost a
   * few milliseconds.
   */
  static final int TAKEN_IN = 8_192;

  /** Of more than that, this part is taken in: what waits stays in proportion to what comes. */
  private static final int TAKEN_IN_SHARE = 64;

  private final Ledger ledger;
  private final int takenIn;
  private final ArrayDeque<ReleasedRuns> waiting = new ArrayDeque<>();
  private int waitingRuns;
  private long waitingPages;

  /**
   * Nothing waits.
   *
   * @param takenIn how many runs are taken in at once, at least; positive
   */
  Releasing(Ledger ledger, int takenIn) {
    this.ledger = ledger;
    this.takenIn = takenIn;
  }

  /** The same waits as elsewhere, and is taken in as it is there. */
  Releasing(Ledger ledger, Waiting elsewhere) {
    this(ledger, elsewhere.takenIn);
    elsewhere.runs.forEach(this::queue);
  }

  /**
   * What waits.
   *
   * @param runs in the order of their release; whoever has this owns them
   * @param takenIn how many are taken in at once, at least
   */
  record Waiting(List<ReleasedRuns> runs, int takenIn) {
    static final Waiting NOTHING = new Waiting(List.of(), TAKEN_IN);

    /** The same for another owner. */
    Waiting copy() {
      return new Waiting(runs.stream().map(ReleasedRuns::copy).toList(), takenIn);
    }
  }

  /**
   * A policy's answer.
   *
   * @param runs as it gave them
   * @param inOrder the same, lowest first
   */
  record Answer(List<PendingRun> runs, ReleasedRuns inOrder) {}

  /** What the policy releases. Changes nothing but the policy. */
  Answer ask(FreelistPolicy part, long[] readers) {
    Asking asking = new Asking(readers);
    try {
      // A copy: the part must not be able to change what its answers are checked against.
      part.release(readers.clone(), asking);
    } finally {
      asking.over = true;
    }
    asking.answer.inOrder.sort();
    return asking.answer;
  }

  /**
   * Takes one answer, and checks each run. A part may keep this, so whoever calls it when the
   * question is over, or from another thread, is refused: the answer is being used by then.
   */
  private final class Asking implements FreelistPolicy.Releases {
    private final Thread asker = Thread.currentThread();
    private final long[] readers;
    private final Answer answer = new Answer(new ArrayList<>(), new ReleasedRuns());
    private boolean over;

    Asking(long[] readers) {
      this.readers = readers;
    }

    @Override
    public void release(PendingRun run) {
      if (Thread.currentThread() != asker || over) {
        throw new IllegalStateException("released " + words(run) + " without being asked");
      }
      if (!ledger.isPending(run) || answer.runs.size() == ledger.pendingRuns()) {
        throw new IllegalStateException("released " + words(run) + ", which is not pending");
      }
      long reader = firstThatSees(run, readers);
      if (reader >= 0) {
        throw new IllegalStateException(
            "released " + words(run) + ", which the reader at " + reader + " can see");
      }
      answer.runs.add(run);
      answer.inOrder.add(run.start(), run.pages());
    }
  }

  /** A run as an operator may read of it. */
  static String words(PendingRun run) {
    return (run.pages() == 1
            ? "page " + run.start()
            : "pages " + run.start() + " to " + (run.start() + run.pages() - 1))
        + " (freed by "
        + run.freedBy()
        + ")";
  }

  /**
   * The first reader, of those given in ascending order, in the run's span of visibility, or -1.
   */
  private static long firstThatSees(PendingRun run, long[] readers) {
    int at = Arrays.binarySearch(readers, run.allocatedBy());
    int first = at < 0 ? -at - 1 : at;
    return first < readers.length && run.visibleTo(readers[first]) ? readers[first] : -1;
  }

  /** The answer holds: its runs are pending no more, and wait until they are taken in. */
  void accept(Answer answer) {
    if (answer.runs.isEmpty()) {
      return;
    }
    // What is neither pending nor waiting is lost until the next opening, which is better than
    // being both.
    ledger.release(answer.runs);
    queue(answer.inOrder);
  }

  private void queue(ReleasedRuns runs) {
    waiting.addLast(runs);
    waitingRuns += runs.size();
    waitingPages += runs.pages();
  }

  /** A copy of what waits; costs next to nothing. */
  Waiting waiting() {
    return new Waiting(List.copyOf(waiting), takenIn).copy();
  }

  /**
   * Looks for a free run. While there is none and one waits that is long enough, more is taken in.
   * Where none is known to, one step more is taken in all the same, since what waits may touch what
   * is free; but not all, for which the writer would have to wait each time.
   *
   * @param lookUp looks among the free pages, and returns {@link RunSet#NONE} for none
   * @param takeIn calls {@link #takeSome}
   */
  long search(int pages, LongSupplier lookUp, Runnable takeIn) {
    long found = lookUp.getAsLong();
    boolean mayHelp = true;
    while (found == RunSet.NONE && mayHelp && areSome()) {
      takeIn.run();
      found = lookUp.getAsLong();
      mayHelp = isWaiting(pages);
    }
    return found;
  }

  /** Whether a run of that length waits, without what is free beside it. */
  private boolean isWaiting(int pages) {
    for (ReleasedRuns released : waiting) {
      if (released.longest() >= pages) {
        return true;
      }
    }
    return false;
  }

  /** How many pages wait. */
  long pages() {
    return waitingPages;
  }

  /** Whether any run waits. */
  boolean areSome() {
    return waitingRuns > 0;
  }

  /** Takes in as many as a transaction may have to wait for. */
  void takeSome(RunSet.Visitor free) {
    int left = Math.max(takenIn, waitingRuns / TAKEN_IN_SHARE);
    while (left > 0 && areSome()) {
      ReleasedRuns first = waiting.getFirst();
      int runsBefore = first.size();
      long pagesBefore = first.pages();
      try {
        first.take(left, free);
      } finally {
        int taken = runsBefore - first.size();
        left -= taken;
        waitingRuns -= taken;
        waitingPages -= pagesBefore - first.pages();
      }
      if (first.size() == 0) {
        waiting.removeFirst();
      }
    }
  }
}
