package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A database without data: transactions that allocate and free runs, a freelist that is rewritten
 * at each commit, readers that come and go, and the ledger of what is pending. The seed decides
 * everything, so that two policies can be given the same life.
 *
 * <p>It tells a policy what the database's ledger would: the allocations of runs that no open
 * reader is older than are forgotten, except the freelist's own. It keeps the truth beside that,
 * and holds what a policy releases against it.
 */
public final class LedgerSimulation {
  private static final int END = 1 << 16;
  private static final int FIRST_LIVE = 40;

  /** One allocation in so many grows the file although there may be free pages. */
  private static final int GROWTH = 8;

  /** A run in use. {@code told} is what the ledger still knows of its allocation. */
  private record Live(
      long start, int pages, long allocatedBy, Origin origin, int offset, boolean told) {}

  private final SplittableRandom random;
  private final String where;
  private final NaivePages free = new NaivePages(END);
  private final List<Live> live = new ArrayList<>();
  private final List<Long> readers = new ArrayList<>();
  private final Map<PendingRun, PendingRun> truthOfPending = new HashMap<>();
  private final PageSetDigest digest = new PageSetDigest();
  private Live freelist = new Live(2, 1, 1, Origin.UNKNOWN, 0, false);
  private long highWater = 3;
  private long transaction = 1;

  /** A file that was just opened: nothing is known of the allocation of what is in use. */
  public LedgerSimulation(long seed) {
    random = new SplittableRandom(seed);
    where = "seed " + seed;
    for (int i = 0; i < FIRST_LIVE; i++) {
      int pages = 1 + random.nextInt(3);
      live.add(new Live(highWater, pages, 1, Origin.UNKNOWN, 0, false));
      highWater += pages;
    }
  }

  /** The last committed transaction. */
  public long transaction() {
    return transaction;
  }

  /** Opens a reader on the last commit, or closes one, or does neither. */
  public void moveReaders(int atMost) {
    int what = random.nextInt(4);
    if (what == 0 && readers.size() < atMost) {
      readers.add(transaction);
    } else if (what == 1 && !readers.isEmpty()) {
      readers.remove(random.nextInt(readers.size()));
    }
  }

  /** Closes all readers. */
  public void closeReaders() {
    readers.clear();
  }

  /** What {@code FreelistPolicy.release} is given: ascending, without duplicates. */
  public long[] readers() {
    return readers.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
  }

  /**
   * The policy released these runs: they are no longer pending and may be handed out.
   *
   * @throws AssertionError when one was not pending, or an open reader can see it
   */
  public void released(Collection<PendingRun> runs) {
    for (PendingRun run : runs) {
      PendingRun truth = truthOfPending.remove(run);
      if (truth == null) {
        throw new AssertionError(here() + ": released, but not pending: " + run);
      }
      for (long reader : readers) {
        if (truth.visibleTo(reader)) {
          throw new AssertionError(here() + ": a reader at " + reader + " can see " + truth);
        }
      }
      digest.remove(run.start(), run.pages());
      free.give(run.start(), run.pages());
    }
  }

  /** Commits a write transaction: the runs that it freed, as the ledger tells a policy of them. */
  public List<PendingRun> commit() {
    transaction++;
    List<PendingRun> freed = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0 && !live.isEmpty(); i--) {
      freed.add(free(live.remove(random.nextInt(live.size())), Kind.TREE));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      live.add(allocate(1 + random.nextInt(4)));
    }
    freed.add(free(freelist, Kind.FREELIST));
    freelist = allocate(1 + random.nextInt(2));
    forgetOldAllocations();
    return freed;
  }

  /** Frees a run, or a part of it, in which case the rest lives on. */
  private PendingRun free(Live run, Kind kind) {
    Live gone = run;
    if (kind == Kind.TREE && run.pages > 1 && random.nextInt(3) == 0) {
      int head = 1 + random.nextInt(run.pages - 1);
      boolean keepHead = random.nextBoolean();
      live.add(keepHead ? part(run, 0, head) : part(run, head, run.pages - head));
      gone = keepHead ? part(run, head, run.pages - head) : part(run, 0, head);
    }
    PendingRun truth =
        new PendingRun(
            gone.start, gone.pages, gone.allocatedBy, gone.origin, gone.offset, kind, transaction);
    PendingRun told =
        gone.told
            ? truth
            : new PendingRun(
                gone.start, gone.pages, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, kind, transaction);
    truthOfPending.put(told, truth);
    digest.add(gone.start, gone.pages);
    return told;
  }

  private static Live part(Live run, int from, int pages) {
    return new Live(
        run.start + from, pages, run.allocatedBy, run.origin, run.offset + from, run.told);
  }

  private Live allocate(int pages) {
    long start = random.nextInt(GROWTH) == 0 ? PageAllocator.NO_RUN : free.lowestFit(pages);
    if (start != PageAllocator.NO_RUN) {
      free.take(start, pages);
      return new Live(start, pages, transaction, Origin.FREELIST, 0, true);
    }
    start = highWater;
    highWater += pages;
    return new Live(start, pages, transaction, Origin.FILE_END, 0, true);
  }

  /** The freelist's own is not among the live runs, and so is kept. */
  private void forgetOldAllocations() {
    long oldest = readers.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    live.replaceAll(
        run ->
            run.told && run.allocatedBy <= oldest
                ? new Live(run.start, run.pages, run.allocatedBy, run.origin, run.offset, false)
                : run);
  }

  /**
   * The runs that are pending although no open reader can see them, lowest first: what a policy
   * should have released, were it exact.
   */
  public List<PendingRun> heldInVain() {
    long[] open = readers();
    return truthOfPending.entrySet().stream()
        .filter(pending -> Arrays.stream(open).noneMatch(pending.getValue()::visibleTo))
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparingLong(PendingRun::start))
        .toList();
  }

  /** A pending run with all that is true of its allocation, also where the ledger forgot it. */
  public PendingRun truth(PendingRun run) {
    PendingRun truth = truthOfPending.get(run);
    if (truth == null) {
      throw new AssertionError(here() + ": not pending: " + run);
    }
    return truth;
  }

  /** All pending runs in some order that the seed decides. */
  public List<PendingRun> pendingShuffled() {
    PendingRun[] runs = truthOfPending.keySet().toArray(PendingRun[]::new);
    Arrays.sort(runs, (a, b) -> Long.compare(a.start(), b.start()));
    for (int i = runs.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      PendingRun run = runs[i];
      runs[i] = runs[other];
      runs[other] = run;
    }
    return List.of(runs);
  }

  /** What a policy's digest must be. */
  public PageSetDigest digest() {
    return digest.copy();
  }

  /** Seed and transaction, for messages. */
  public String here() {
    return where + ", after transaction " + transaction;
  }
}
