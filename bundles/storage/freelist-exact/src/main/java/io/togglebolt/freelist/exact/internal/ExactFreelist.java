package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Releases exactly what no open reader can see. A tree page that was allocated by a and freed by f
 * is visible to a reader at t if and only if a &lt;= t &lt; f, so it is released if and only if
 * there is no such reader. No reader looks at a page of the freelist, so those are released as if
 * none were open. Where a run was taken from, and which part of an allocation it is, makes no
 * difference: all allocations count that the ledger knows of. What it has forgotten counts as
 * allocated before every reader, which is why it was forgotten.
 *
 * <p><b>One reader stands for all.</b> Let m be the greatest open reader below f. Every other
 * reader below f is below m too. If a &lt;= m, then m sees the run. If a &gt; m, then a is above
 * all readers below f, and none sees it. So a run is visible if and only if a &lt;= m.
 *
 * <p><b>Where a run waits.</b> It hangs under its m, in a heap with the last allocated run on top:
 * one heap for each reader that is the m of a run. A run under an open m stays visible as long as m
 * is open, and no other reader matters: nothing in the heaps of open readers is looked at. When m
 * closes, the greatest open reader below f is m', the one next below m. The runs of the heap with a
 * &gt; m' are on top; they are taken off and released, and the rest is melded into the heap of m'.
 * Without an m' all are released.
 *
 * <p><b>What it costs.</b> A run is taken off a heap once in its life, for O(log n) comparisons
 * (amortised, see {@link Heaps}). A meld takes one comparison, and there are fewer melds than runs,
 * since a heap begins with a run and ends in its meld. So n runs cost O(n log n) comparisons in
 * all, however many readers come and go. Beside that a write transaction looks once at each open
 * reader. Memory is a node and a reference or two for each pending run, and one heap for each
 * reader with runs.
 *
 * <p><b>Runs told since the last release</b> wait by the transaction that freed them: which reader
 * is their m is known once the readers are. A reader at t that opened after the scan of transaction
 * t + 1 is first seen in the scan of t + 2, and that is the scan at which the runs freed by t + 1
 * are placed. Runs freed by one transaction have the same m, so their heap is melded as a whole;
 * that is why a new policy that was told of a million runs takes up its service fast.
 *
 * <p><b>Readers that come later.</b> A new reader stands at the last commit, so at or above the f
 * of every run placed before, and is the m of none. This is not taken on trust. If a reader appears
 * that is below the f of a placed run, all runs are taken out and placed anew, so the answer is
 * right for any readers. Only the cost is not bounded then.
 */
final class ExactFreelist implements FreelistPolicy {
  private static final long[] NONE = {};

  private final Heaps heaps = new Heaps();
  private final NodeIndex index = new NodeIndex();
  private final PageSetDigest digest = new PageSetDigest();

  /**
   * The runs that were placed, by the greatest reader below their freeing transaction. All these
   * readers are among those of the last release.
   */
  private final Map<Long, Heap> placed = new HashMap<>();

  /** The runs that were told since then, by their freeing transaction. */
  private final NavigableMap<Long, Heap> fresh = new TreeMap<>();

  /** Pages of the freelist. The heap is one of those that drain and remove in any order. */
  private final Heap unseen = new Heap();

  /** The readers of the last release. */
  private long[] readersBefore = NONE;

  /** No placed run was freed by a later transaction; 0 while nothing is placed. */
  private long lastFreedByOfPlaced;

  @Override
  public void freed(PendingRun run) {
    Node node = new Node(run);
    if (!index.add(node)) {
      throw new IllegalArgumentException(run + " is pending already");
    }
    digest.add(run.start(), run.pages());
    await(node);
  }

  private void await(Node node) {
    heaps.add(
        switch (node.run.kind()) {
          case TREE -> fresh.computeIfAbsent(node.run.freedBy(), freeing -> new Heap());
          case FREELIST -> unseen;
        },
        node);
  }

  @Override
  public void forget(PendingRun run) {
    Node node = index.remove(run);
    if (node == null) {
      throw new IllegalArgumentException(run + " cannot be forgotten: it is not pending");
    }
    digest.remove(run.start(), run.pages());
    heaps.remove(node);
    Heap left = fresh.get(run.freedBy());
    if (left != null && left.top() == null) {
      fresh.remove(run.freedBy());
    }
  }

  @Override
  public void release(long[] readers, Releases releases) {
    if (hasNewReaderBelow(lastFreedByOfPlaced, readers)) {
      takeOut();
    }
    Heaps.drain(unseen, node -> release(node, releases));
    moveFromClosed(readers, releases);
    for (Map.Entry<Long, Heap> together : fresh.entrySet()) {
      long freedBy = together.getKey();
      place(together.getValue(), freedBy, readers, releases);
      lastFreedByOfPlaced = Math.max(lastFreedByOfPlaced, freedBy);
    }
    fresh.clear();
    if (placed.isEmpty()) {
      lastFreedByOfPlaced = 0;
    }
    if (!Arrays.equals(readers, readersBefore)) {
      readersBefore = readers.clone();
    }
  }

  /** Whether a reader below the given transaction was not there at the last release. */
  private boolean hasNewReaderBelow(long transaction, long[] readers) {
    int before = 0;
    for (int i = 0; i < readers.length && readers[i] < transaction; i++) {
      while (before < readersBefore.length && readersBefore[before] < readers[i]) {
        before++;
      }
      if (before == readersBefore.length || readersBefore[before] != readers[i]) {
        return true;
      }
    }
    return false;
  }

  /** Lets all placed runs wait to be placed anew. */
  private void takeOut() {
    List<Heap> all = new ArrayList<>(placed.values());
    placed.clear();
    all.forEach(heap -> Heaps.drain(heap, this::await));
  }

  /** Empties the heaps of closed readers, the highest reader first. */
  private void moveFromClosed(long[] readers, Releases releases) {
    for (int i = readersBefore.length - 1; i >= 0; i--) {
      long reader = readersBefore[i];
      Heap under = placed.get(reader);
      if (under != null && under.top() == null) {
        // All its runs were forgotten.
        placed.remove(reader);
      } else if (under != null && Arrays.binarySearch(readers, reader) < 0) {
        placed.remove(reader);
        place(under, reader, readers, releases);
      }
    }
  }

  /**
   * Releases what no reader sees of a heap of runs, none of which has an open reader between {@code
   * below} and its freeing transaction; the rest goes under the next reader below that.
   */
  private void place(Heap heap, long below, long[] readers, Releases releases) {
    int at = Arrays.binarySearch(readers, below);
    int lower = (at < 0 ? -at - 1 : at) - 1;
    if (lower < 0) {
      Heaps.drain(heap, node -> release(node, releases));
      return;
    }
    long reader = readers[lower];
    Node top = heap.top();
    while (top != null && top.run.allocatedBy() > reader) {
      heaps.remove(top);
      release(top, releases);
      top = heap.top();
    }
    if (top == null) {
      return;
    }
    Heap there = placed.putIfAbsent(reader, heap);
    if (there != null) {
      heaps.meld(there, heap);
    }
  }

  private void release(Node node, Releases releases) {
    index.remove(node.run);
    digest.remove(node.run.start(), node.run.pages());
    releases.release(node.run);
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }

  /** How many comparisons of two runs there were, for the test of their bound. */
  long looks() {
    return heaps.looks();
  }

  /** How many heaps there are, for the test of their bound. */
  int heapCount() {
    return placed.size() + fresh.size();
  }
}
