package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * The database's space: which pages are free and which are pending, and the two slots whose parts
 * work on them. The truth is kept here; it changes first and the parts are told afterwards, so that
 * a part can be lost at any moment.
 *
 * <p>Everything is called by whoever holds the writer lock. One transaction is open at a time: what
 * it took is out of the free set at once and comes back when it fails; what it freed becomes
 * pending when it is durable.
 */
final class Space implements AutoCloseable {
  private final RunSet free;

  /**
   * What is free, pending, or freed by the open transaction, less what that has taken: all pages
   * that the next state does not use.
   */
  private final RunSet unused;

  private final FreelistPersistence persistence;
  private final Ledger ledger = new Ledger();
  private final Releasing releasing;
  private final AllocatorOwner allocatorOwner;
  private final FreelistOwner freelistOwner;
  private final Slot<PageAllocator> allocatorSlot;
  private final Slot<FreelistPolicy> freelistSlot;
  private final ServingPart<PageAllocator> allocator;
  private final ServingPart<FreelistPolicy> policy;

  /**
   * Whether a change of the truth has begun and not come to its end. It stays so when one broke off
   * half-way, for want of memory say: then nobody knows which pages are free.
   */
  private boolean torn;

  private final List<Allocation> allocated = new ArrayList<>();
  private final List<PendingRun> freed = new ArrayList<>();

  /** The run at the file's end that the open transaction has given up, or null. */
  private @Nullable Trimmed trimmed;

  /** What was freed by the last commit. */
  private final List<PendingRun> untold = new ArrayList<>();

  /** The policy that has not heard of it yet; null when that serves no more, or none did. */
  private @Nullable FreelistPolicy untoldTo;

  private long txid;

  /** A run at the file's end that is given up. */
  private record Trimmed(long start, long pages) {}

  /** The parts that may serve. */
  record Parts(
      SlotFactory slots,
      Candidates<PageAllocatorFactory> allocators,
      Candidates<FreelistPolicyFactory> policies) {}

  /**
   * @param free what is free when the file is opened
   * @param takenIn how many released runs are taken in at once, at least
   */
  Space(
      RunSet free,
      FreelistPersistence persistence,
      Parts parts,
      SlotOptions allocatorOptions,
      SlotOptions freelistOptions,
      PartOwner.Boundary boundary,
      int takenIn) {
    this.free = free;
    releasing = new Releasing(ledger, takenIn);
    unused = free.copy();
    this.persistence = persistence;
    allocatorOwner = new AllocatorOwner(free, boundary);
    freelistOwner = new FreelistOwner(ledger, boundary);
    allocatorSlot = parts.slots.open(allocatorOptions, parts.allocators, allocatorOwner);
    try {
      freelistSlot = parts.slots.open(freelistOptions, parts.policies, freelistOwner);
    } catch (RuntimeException | Error failed) {
      allocatorSlot.close();
      throw failed;
    }
    allocator = new ServingPart<>(allocatorSlot);
    policy = new ServingPart<>(freelistSlot);
    allocatorOwner.whenRetired(allocator::retired);
    freelistOwner.whenRetired(this::forget);
  }

  /** An idle database keeps no policy, and so no bundle, that has left. */
  private void forget(FreelistPolicy part) {
    policy.retired(part);
    if (part == untoldTo) {
      untoldTo = null;
    }
  }

  /** Waits, without the writer lock, until both slots have a part. */
  void awaitParts() throws InterruptedException {
    allocatorSlot.awaitPart();
    freelistSlot.awaitPart();
  }

  /** Whether both slots have a part, asked with the writer lock held. */
  boolean hasParts() {
    return allocatorSlot.part() != null && freelistSlot.part() != null;
  }

  /**
   * Begins a transaction: what no reader can see any more becomes free, as far as the policy says.
   */
  void begin(long transaction, long[] readers) {
    txid = transaction;
    tellWhatWasFreed();
    ledger.dropTags(readers);
    Releasing.Answer released =
        policy.ask(
            part -> {
              // A part that has lost runs would hold their pages in vain for ever.
              freelistOwner.requireTrue(part);
              return releasing.ask(part, readers);
            });
    torn = true;
    releasing.accept(released);
    if (!released.runs().isEmpty()) {
      freelistOwner.note(new FreelistOwner.Delta(released.runs(), false));
    }
    releasing.takeSome(this::addFree);
    torn = false;
  }

  /** All that was released is free now, for those who must see the whole set. */
  private void takeInAll() {
    while (releasing.areSome()) {
      takeInSome();
    }
  }

  private void takeInSome() {
    torn = true;
    releasing.takeSome(this::addFree);
    torn = false;
  }

  /**
   * Tells the policy what the transaction before freed. Not at its commit, which was durable by
   * then and must not wait for a part. A part that serves since then was made from it.
   */
  private void tellWhatWasFreed() {
    List<PendingRun> news = List.copyOf(untold);
    untold.clear();
    if (freelistSlot.part() == untoldTo) {
      policy.tell(part -> news.forEach(part::freed));
    }
    untoldTo = null;
  }

  /** Takes a run from the free pages; returns {@link PageAllocator#NO_RUN} when there is none. */
  long allocate(int pages, Kind kind) {
    long start = releasing.search(pages, () -> allocateFree(pages), this::takeInSome);
    if (start != PageAllocator.NO_RUN) {
      allocated.add(new Allocation(start, pages, Origin.FREELIST, kind));
      allocatorOwner.note(new AllocatorOwner.Delta(start, pages, false));
      torn = false;
    }
    return start;
  }

  /** Torn, when it took a run, until the caller has noted it. */
  private long allocateFree(int pages) {
    long start = allocator.ask(part -> requireFree(part.allocate(pages), pages));
    if (start != PageAllocator.NO_RUN) {
      // Not while the allocator is asked: what is wrong from here on is no fault of it.
      take(start, pages);
    }
    return start;
  }

  private long requireFree(long answer, int pages) {
    if (answer != PageAllocator.NO_RUN && !free.contains(answer, pages)) {
      throw new IllegalStateException(
          "allocated pages " + answer + " to " + (answer + pages - 1) + ", which are not free");
    }
    return answer;
  }

  /**
   * Takes pages, all of which are free, out of the free ones. The change is at its end when the
   * caller has noted what was taken.
   */
  private void take(long start, long pages) {
    torn = true;
    if (!free.remove(start, pages) || !unused.remove(start, pages)) {
      throw new IllegalStateException("page " + start + " was free, but not unused");
    }
  }

  /** The length of the longest free run of at most so many pages; 0 when there is none. */
  long longestFree(long atMost) {
    return free.longest(atMost);
  }

  /**
   * Gives up the free run that ends at the high-water mark: when the transaction is durable, its
   * pages are no pages any more. Called before the transaction allocates.
   *
   * @param least the lowest mark that is allowed
   * @return the new high-water mark
   */
  long trim(long highWater, long least) {
    takeInAll();
    long start = Math.max(least, free.startOfRunBelow(highWater));
    if (start >= highWater) {
      return highWater;
    }
    long pages = highWater - start;
    take(start, pages);
    allocatorOwner.note(new AllocatorOwner.Delta(start, pages, false));
    allocator.tell(part -> part.reserve(start, pages));
    trimmed = new Trimmed(start, pages);
    torn = false;
    return start;
  }

  /** How many pages below the given one are free; counted only up to {@code atMost}. */
  long freePagesBelow(long end, long atMost) {
    takeInAll();
    return free.pagesBelow(end, atMost);
  }

  /**
   * The run that was taken last holds several nodes, which will be freed one by one.
   *
   * @param parts how many pages each of them takes, in order
   */
  void divide(int[] parts) {
    if (parts.length == 1) {
      return;
    }
    torn = true;
    Allocation whole = allocated.removeLast();
    long start = whole.start();
    for (int pages : parts) {
      allocated.add(new Allocation(start, pages, whole.origin(), whole.kind()));
      start += pages;
    }
    torn = false;
  }

  /** The transaction took a run by moving the file's end. */
  void tookFileEnd(long start, int pages, Kind kind) {
    allocated.add(new Allocation(start, pages, Origin.FILE_END, kind));
  }

  /** The transaction no longer uses a run. It becomes pending when the transaction is durable. */
  void free(long start, int pages, Kind kind) {
    PendingRun run = ledger.describe(start, pages, kind, txid);
    torn = true;
    boolean added = unused.add(start, pages);
    if (added) {
      freed.add(run);
    }
    torn = false;
    if (!added) {
      throw new StorageException(
          "page " + start + " (" + pages + " pages) is freed although it is free already");
    }
  }

  /** What the open transaction has freed. */
  List<PendingRun> freed() {
    return List.copyOf(freed);
  }

  /** All of this, for a policy that is to go on from here in a world of its own. */
  ShadowStart shadowStart(Meta state) {
    return new ShadowStart(
        free.copy(),
        releasing.waiting(),
        pendingCopy(),
        ledger.knownTags(),
        state.highWater(),
        state.pageSize());
  }

  /** Whether a change broke off half-way, so that nobody knows which pages are free. */
  boolean isTorn() {
    return torn;
  }

  /** The transaction is durable. Fails for want of memory only, and is torn then. */
  void commit() {
    torn = true;
    List<PendingRun> runs = List.copyOf(freed);
    ledger.commit(txid, runs, allocated);
    untold.addAll(runs);
    untoldTo = freelistSlot.part();
    freelistOwner.note(new FreelistOwner.Delta(runs, true));
    endTransaction();
    torn = false;
  }

  /** The transaction never happened. Fails for want of memory only, and is torn then. */
  void rollback() {
    boolean wasTorn = torn;
    torn = true;
    for (PendingRun run : freed) {
      unused.remove(run.start(), run.pages());
    }
    for (Allocation allocation : allocated) {
      if (allocation.origin() == Origin.FREELIST) {
        giveBack(allocation.start(), allocation.pages());
      }
    }
    Trimmed end = trimmed;
    if (end != null) {
      giveBack(end.start, end.pages);
    }
    endTransaction();
    torn = wasTorn;
  }

  /** What was free is free again. */
  private void giveBack(long start, long pages) {
    unused.add(start, pages);
    addFree(start, pages);
  }

  private void addFree(long start, long pages) {
    if (!free.add(start, pages)) {
      throw new IllegalStateException("page " + start + " becomes free twice");
    }
    allocatorOwner.note(new AllocatorOwner.Delta(start, pages, true));
    allocator.tell(part -> part.free(start, pages));
  }

  private void endTransaction() {
    allocated.clear();
    freed.clear();
    trimmed = null;
  }

  /** When the list of free pages is written. */
  FreelistPersistence persistence() {
    return persistence;
  }

  /**
   * Takes the lowest run that is long enough out of the free pages once no transaction can begin
   * any more; returns {@link PageAllocator#NO_RUN} when there is none. No allocator is asked: by
   * now the last one may be gone.
   */
  long takeAfterClose(int pages) {
    takeInAll();
    long start = free.lowest(pages);
    if (start == RunSet.NONE) {
      return PageAllocator.NO_RUN;
    }
    take(start, pages);
    return start;
  }

  /**
   * How many ids the persisted list holds if it is written now: free, pending, and freed by the
   * open transaction.
   */
  long listedPages() {
    return unused.pages();
  }

  /** Those ids, ascending. */
  PrimitiveIterator.OfLong listedIds() {
    return unused.ids();
  }

  /** A copy of all that is free, pending, or freed by the open transaction. */
  RunSet unused() {
    return unused.copy();
  }

  /** A copy of what is free, with what was released and is yet to be taken in. */
  FreePages free() {
    return new FreePages(free.copy(), releasing.waiting());
  }

  /** How many pages the open transaction has taken. */
  long allocatedPages() {
    return allocated.stream().mapToLong(Allocation::pages).sum();
  }

  /** How many pages are free, those included that were released and are yet to be taken in. */
  long freePages() {
    return free.pages() + releasing.pages();
  }

  long pendingPages() {
    return ledger.pendingPages();
  }

  /** A copy of all that is pending, in no particular order. */
  Collection<PendingRun> pendingCopy() {
    return ledger.snapshot();
  }

  List<SlotControl> slots() {
    return List.of(allocatorSlot, freelistSlot);
  }

  @Override
  public void close() {
    allocatorSlot.close();
    freelistSlot.close();
  }
}
