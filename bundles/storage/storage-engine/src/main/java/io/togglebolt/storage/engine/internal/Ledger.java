package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The database's own knowledge of pages that are not free: what is pending, and for live pages
 * which transaction allocated them and where it took them from. Policies are made from it and are
 * checked against it. Changed under the writer lock only.
 *
 * <p>The tag of a live page is dropped once no open reader is older than its allocation. From then
 * on every reader, open or to come, is at or after the allocation, so for visibility the run might
 * as well have been there always. The freelist's own run keeps its tag as long as it lives:
 * policies that treat an unknown freelist page in a special way must not be misled.
 */
final class Ledger {
  /** Where a live run comes from. */
  record Tag(long allocatedBy, Origin origin, int offset) {
    private static final Tag UNKNOWN = new Tag(PendingRun.UNKNOWN, Origin.UNKNOWN, 0);
  }

  /**
   * What is known of all live runs. Nobody changes it.
   *
   * @param starts where they begin
   * @param tags what is known of each
   * @param freelist what is known of the freelist's own run
   */
  record Tags(long[] starts, Tag[] tags, Tag freelist) {}

  private final PendingRuns pending = new PendingRuns();
  private final Map<Long, Tag> live = new HashMap<>();

  /** The live runs that have a tag, by the transaction that allocated them. */
  private final TreeMap<Long, Set<Long>> tagged = new TreeMap<>();

  private Tag freelistTag = Tag.UNKNOWN;

  /**
   * What the last transaction allocated, without tags so far: mostly no reader is open that they
   * would matter to, and then they are never made.
   */
  private List<Allocation> untagged = List.of();

  private long untaggedTxid;

  /** Knows nothing of any page. */
  Ledger() {}

  /** Knows of live runs what another ledger knew, and of no pending one. */
  Ledger(Tags known) {
    freelistTag = known.freelist;
    for (int i = 0; i < known.starts.length; i++) {
      tag(known.starts[i], known.tags[i]);
    }
  }

  /**
   * What is known of live runs. Costs some tens of nanoseconds for each; mostly there are few: see
   * above.
   */
  Tags knownTags() {
    tagLast();
    long[] starts = new long[live.size()];
    Tag[] tags = new Tag[starts.length];
    int at = 0;
    for (Map.Entry<Long, Tag> entry : live.entrySet()) {
      starts[at] = entry.getKey();
      tags[at] = entry.getValue();
      at++;
    }
    return new Tags(starts, tags, freelistTag);
  }

  private void tag(long start, Tag tag) {
    live.put(start, tag);
    tagged.computeIfAbsent(tag.allocatedBy, allocating -> new HashSet<>()).add(start);
  }

  /** What the ledger would say of a live run, were it freed by {@code freedBy}. */
  PendingRun describe(long start, int pages, Kind kind, long freedBy) {
    tagLast();
    Tag tag =
        switch (kind) {
          case TREE -> live.getOrDefault(start, Tag.UNKNOWN);
          case FREELIST -> freelistTag;
        };
    return new PendingRun(start, pages, tag.allocatedBy, tag.origin, tag.offset, kind, freedBy);
  }

  /** Enters what a transaction did, once it is durable. */
  void commit(long txid, Collection<PendingRun> freed, Collection<Allocation> allocated) {
    for (PendingRun run : freed) {
      dropTag(run.start());
      if (!pending.add(run)) {
        throw new IllegalStateException("page " + run.start() + " is pending already");
      }
    }
    tagLast();
    untagged = List.copyOf(allocated);
    untaggedTxid = txid;
  }

  private void tagLast() {
    for (Allocation allocation : untagged) {
      Tag tag = new Tag(untaggedTxid, allocation.origin(), 0);
      if (allocation.kind() == Kind.FREELIST) {
        freelistTag = tag;
      } else {
        tag(allocation.start(), tag);
      }
    }
    untagged = List.of();
  }

  private void dropTag(long start) {
    Tag tag = live.remove(start);
    if (tag != null) {
      Set<Long> others = tagged.get(tag.allocatedBy);
      if (others != null && others.remove(start) && others.isEmpty()) {
        tagged.remove(tag.allocatedBy);
      }
    }
  }

  /** Drops the tags that no reader can make a difference to. {@code readers} is ascending. */
  void dropTags(long[] readers) {
    long oldest = readers.length == 0 ? Long.MAX_VALUE : readers[0];
    if (untaggedTxid <= oldest) {
      untagged = untagged.stream().filter(one -> one.kind() == Kind.FREELIST).toList();
    }
    tagLast();
    while (!tagged.isEmpty() && tagged.firstKey() <= oldest) {
      tagged.pollFirstEntry().getValue().forEach(live::remove);
    }
  }

  /**
   * Takes a released run out; returns false, changing nothing, when it is not pending as described.
   */
  boolean release(PendingRun run) {
    return pending.remove(run);
  }

  /**
   * Takes released runs out that are all pending as described, and of which none is there twice.
   */
  void release(List<PendingRun> runs) {
    if (runs.size() == pending.size()) {
      // The last reader has closed, perhaps after a million: nobody looks for each.
      pending.clear();
      return;
    }
    for (PendingRun run : runs) {
      if (!pending.remove(run)) {
        throw new IllegalStateException(run + " is released, but not pending");
      }
    }
  }

  boolean isPending(PendingRun run) {
    return pending.contains(run);
  }

  /** What is pending now, for use by any thread at any time. Costs a few microseconds. */
  PendingRuns.Snapshot snapshot() {
    return pending.snapshot();
  }

  /** Visits all pending runs. Nothing must change meanwhile. */
  void forEachPending(Consumer<? super PendingRun> visitor) {
    pending.forEach(visitor);
  }

  int pendingRuns() {
    return pending.size();
  }

  long pendingPages() {
    return pending.digest().pages();
  }

  PageSetDigest pendingDigest() {
    return pending.digest();
  }

  /** How many live runs have a tag, for tests of its bound. */
  int tags() {
    tagLast();
    return live.size();
  }

  /** How many transactions have live runs with a tag, for tests of its bound. */
  int taggedTransactions() {
    tagLast();
    return tagged.size();
  }
}
