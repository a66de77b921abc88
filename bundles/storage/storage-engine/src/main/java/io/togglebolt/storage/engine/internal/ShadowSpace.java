package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The space that a database would have if another policy had served since a snapshot was taken. It
 * is a world of its own, with a free set, a ledger and a high-water mark that nobody else sees, and
 * it does with its own pages whatever the database's transactions do with theirs: when they begin,
 * the policy is asked, when they are committed, as many runs of the same lengths are taken and the
 * counterparts of the freed ones become pending. What the policy answers is checked as the
 * database's own is; one that is wrong makes this throw, and then the space is of no use any more.
 *
 * <p>Pages are placed by the rule that the transaction used ({@link Placement}), each run at the
 * lowest free place where it fits, which is what the allocators of the distribution do. So under a
 * database that serves the same policy all figures are the database's own, after each transaction;
 * under an allocator that places differently they can differ a little, because longer or shorter
 * runs are left. Where each commit writes the list of free pages, the list here is as long as this
 * space's own.
 *
 * <p>What was released and is yet to be taken in (see {@link Releasing}) waits here as it does in
 * the database, from the snapshot on. Only what an allocation of a transaction that was rolled back
 * took in there is taken in here a little later.
 *
 * <p>What a transaction writes is what the real one wrote. In one respect it could have written
 * something else under another policy: which neighbour an underfull node is merged with depends on
 * the order in which nodes are looked at, and that on their pages.
 *
 * <p>A shrink's transactions are transactions like others: what they move is taken and freed, in
 * pages as low as this space has them, and where they give up the free pages at the file's end so
 * does this space with its own, which may be fewer or more. Which pages a shrink moves is decided
 * by the real file, so a shadow's end may stay above what a shrink under its policy would have
 * reached.
 *
 * <p>Not thread-safe.
 */
final class ShadowSpace {
  /**
   * How many live pages may lie elsewhere than in the database: a bound of the memory, which comes
   * to 128 MiB with this.
   */
  static final int MOST_MOVED = 1 << 21;

  private final TimedPolicy policy;
  private final int pageSizeBytes;
  private final RunSet free;
  private final Ledger ledger;
  private final Releasing releasing;

  /** Where live runs are, by their places in the database; those that are missing are there too. */
  private final PageMap moved = new PageMap();

  private long highWater;

  /** The run that holds the list of free pages, if it was written here; 0 if not. */
  private long listStart;

  private int listPages;

  private long transactions;
  private long releaseCalls;
  private long releasedRuns;

  /**
   * Tells the policy of what is pending.
   *
   * @param snapshot is owned by this space from now on
   * @param policy is empty, and owned by this space too
   * @param nanoTime measures the time that is spent in the policy
   */
  ShadowSpace(ShadowStart snapshot, FreelistPolicy policy, LongSupplier nanoTime) {
    this.policy = new TimedPolicy(policy, nanoTime);
    pageSizeBytes = snapshot.pageSizeBytes();
    free = snapshot.free();
    highWater = snapshot.highWater();
    ledger = new Ledger(snapshot.tags());
    ledger.commit(PendingRun.UNKNOWN, snapshot.pending(), List.of());
    releasing = new Releasing(ledger, snapshot.waiting());
    this.policy.freedAll(snapshot.pending());
    this.policy.restart();
    if (!policy.digest().equals(ledger.pendingDigest())) {
      throw new IllegalStateException(
          "holds " + policy.digest() + ", expected " + ledger.pendingDigest());
    }
  }

  /** Does what the database did. */
  void replay(TrafficEvent event) {
    switch (event) {
      case TrafficEvent.Begun begun -> begin(begun.readers());
      case TrafficEvent.Committed committed -> commit(committed);
    }
  }

  private void begin(long[] readers) {
    ledger.dropTags(readers);
    Releasing.Answer released = releasing.ask(policy, readers);
    releaseCalls++;
    releasedRuns += released.runs().size();
    releasing.accept(released);
    releasing.takeSome(this::addFree);
  }

  private void addFree(long start, long pages) {
    if (!free.add(start, pages)) {
      throw new IllegalStateException("page " + start + " becomes free twice");
    }
  }

  private void commit(TrafficEvent.Committed done) {
    if (done.trims()) {
      trim();
    }
    Transaction transaction = new Transaction(done.txid());
    for (PendingRun run : done.freed()) {
      if (run.kind() == Kind.TREE) {
        transaction.free(moved.remove(run.start(), run.start()), run.pages(), Kind.TREE);
      }
    }
    transaction.place(done);
    for (PendingRun run : done.freed()) {
      if (run.kind() == Kind.FREELIST) {
        transaction.freeList(run);
      }
    }
    if (done.listed()) {
      transaction.writeList();
    }
    transaction.end();
  }

  private void trim() {
    while (releasing.areSome()) {
      releasing.takeSome(this::addFree);
    }
    long end = Math.max(Meta.LEAST_HIGH_WATER, free.startOfRunBelow(highWater));
    if (end < highWater) {
      free.remove(end, highWater - end);
      highWater = end;
    }
  }

  long freePages() {
    return free.pages() + releasing.pages();
  }

  long pendingPages() {
    return ledger.pendingPages();
  }

  /** The high-water mark: the page after the last one in use. */
  long filePages() {
    return highWater;
  }

  /** How many committed transactions were replayed. */
  long transactions() {
    return transactions;
  }

  long releaseCalls() {
    return releaseCalls;
  }

  long releasedRuns() {
    return releasedRuns;
  }

  /** For how long the policy worked, without what is done when it is made. */
  long policyNanos() {
    return policy.nanos();
  }

  /** One committed transaction, in its own order: tree pages freed, placed, then the list. */
  private final class Transaction implements Placement.Taker {
    private final long txid;
    private final List<PendingRun> freed = new ArrayList<>();
    private final List<Allocation> allocated = new ArrayList<>();
    private long freedPages;
    private int[] pages = {};
    private long[] starts = {};

    Transaction(long txid) {
      this.txid = txid;
    }

    void free(long start, int count, Kind kind) {
      freed.add(ledger.describe(start, count, kind, txid));
      freedPages += count;
    }

    void place(TrafficEvent.Committed done) {
      pages = done.pages();
      starts = new long[pages.length];
      done.placement().place(pages, pages.length, this);
      for (int i = 0; i < pages.length; i++) {
        long real = done.starts()[i];
        if (starts[i] != real) {
          moved.put(real, starts[i]);
        }
      }
      if (moved.size() > MOST_MOVED) {
        throw new IllegalStateException(
            "more than " + MOST_MOVED + " runs lie elsewhere than in the database");
      }
    }

    @Override
    public boolean takeFree(int from, int to) {
      int sum = 0;
      for (int i = from; i < to; i++) {
        sum = Math.addExact(sum, pages[i]);
      }
      long start = takeLowest(sum);
      if (start == RunSet.NONE) {
        return false;
      }
      lay(from, to, start, Origin.FREELIST);
      return true;
    }

    private long takeLowest(int count) {
      long start =
          releasing.search(
              count, () -> lowest(count), () -> releasing.takeSome(ShadowSpace.this::addFree));
      if (start != RunSet.NONE) {
        free.remove(start, count);
      }
      return start;
    }

    private long lowest(int count) {
      return free.longest(Long.MAX_VALUE) < count ? RunSet.NONE : free.lowest(count);
    }

    @Override
    public long longestFree(long atMost) {
      return free.longest(atMost);
    }

    @Override
    public void takeFileEnd(int from, int to) {
      highWater = lay(from, to, highWater, Origin.FILE_END);
    }

    private long lay(int from, int to, long start, Origin origin) {
      long next = start;
      for (int i = from; i < to; i++) {
        starts[i] = next;
        allocated.add(new Allocation(next, pages[i], origin, Kind.TREE));
        next += pages[i];
      }
      return next;
    }

    @Override
    public boolean mayGrow() {
      return CommitPages.mayGrow(listedPages(), highWater);
    }

    private long listedPages() {
      return freePages() + ledger.pendingPages() + freedPages;
    }

    /** The database's list is as long as what it holds, and so is this one. */
    void freeList(PendingRun real) {
      boolean ours = listStart != RunSet.NONE;
      free(ours ? listStart : real.start(), ours ? listPages : real.pages(), Kind.FREELIST);
      listStart = RunSet.NONE;
    }

    void writeList() {
      listPages = FreelistPage.pagesFor(listedPages(), pageSizeBytes);
      listStart = takeLowest(listPages);
      Origin origin = Origin.FREELIST;
      if (listStart == RunSet.NONE) {
        origin = Origin.FILE_END;
        listStart = highWater;
        highWater += listPages;
      }
      allocated.add(new Allocation(listStart, listPages, origin, Kind.FREELIST));
    }

    /** Told at once what it would be told before it is asked next: that makes no difference. */
    void end() {
      ledger.commit(txid, freed, allocated);
      transactions++;
      policy.freedAll(freed);
    }
  }
}
