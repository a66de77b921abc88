package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import java.util.Arrays;

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
 * all readers below f, and none sees it. So a run is visible if and only if a &lt;= m. All runs
 * that were freed in the gap after a reader m, up to and with the next reader r, have this same m:
 * of each gap those runs are released that were allocated after m. Of what was freed up to and with
 * the first reader, all are.
 *
 * <p><b>Which gaps have to be asked.</b> After a release no run of a gap was allocated after its m.
 * A gap that has the same two ends as then, and into which no run was freed since, has nothing to
 * release. Nor has a part of an earlier gap with the same beginning, or a later one: its m has only
 * become greater. Only where a reader closed did the m of some runs become smaller: those are in
 * the gap that now contains its place. And what was told since the last release is in the gaps that
 * contain its freeing transactions, mostly the last one.
 *
 * <p>This holds for any readers, also for a new one below the f of a run. No database has those,
 * since a reader begins on the last commit.
 *
 * <p><b>What it costs.</b> The runs are in the order of f in a tree that also answers which of a
 * gap were allocated after m (see {@link RunTree}). A run is looked at O(log n) times when it is
 * added and as often when it is taken out, and a gap that is asked costs O(log n); a reader makes
 * its gap be asked a constant number of times, when it opens and closes. So n runs and r readers
 * cost O((n + r) log n) in all, however the readers come and go. Beside that a write transaction
 * looks once at each open reader. Nothing depends on the readers in how the runs are kept: a new
 * policy that was told of a million runs asks one question for each gap, and serves. Memory is one
 * node for each pending run.
 */
final class ExactFreelist implements FreelistPolicy {
  private static final long[] NONE = {};

  private final RunTree tree = new RunTree();

  /** Pages of the freelist, seen by nobody. */
  private final RunTree unseen = new RunTree();

  private final PageSetDigest digest = new PageSetDigest();

  /** The readers of the last release. */
  private long[] readersBefore = NONE;

  /** Which transactions freed what was told since the last release, from and to. */
  private long firstFresh = Long.MAX_VALUE;

  private long lastFresh = Long.MIN_VALUE;

  @Override
  public void freed(PendingRun run) {
    if (!treeOf(run).add(run)) {
      throw new IllegalArgumentException(run + " is pending already");
    }
    digest.add(run.start(), run.pages());
    firstFresh = Math.min(firstFresh, run.freedBy());
    lastFresh = Math.max(lastFresh, run.freedBy());
  }

  @Override
  public void forget(PendingRun run) {
    if (!treeOf(run).remove(run)) {
      throw new IllegalArgumentException(run + " cannot be forgotten: it is not pending");
    }
    digest.remove(run.start(), run.pages());
  }

  private RunTree treeOf(PendingRun run) {
    return run.kind() == Kind.FREELIST ? unseen : tree;
  }

  @Override
  public void release(long[] readers, Releases releases) {
    unseen.takeOut(0, Long.MAX_VALUE, -1, run -> release(run, releases));
    int before = 0;
    // The gap before the first reader, then the one after each.
    for (int i = -1; i < readers.length; i++) {
      long after = i < 0 ? 0 : readers[i];
      long upTo = i + 1 < readers.length ? readers[i + 1] : Long.MAX_VALUE;
      int closed = before;
      while (before < readersBefore.length && readersBefore[before] <= upTo) {
        before++;
      }
      boolean hasClosed = before > closed && hasClosed(closed, before, upTo);
      boolean hasFresh = firstFresh <= upTo && lastFresh > after;
      if (hasClosed || hasFresh) {
        // Unknown is 0 and below every reader; without a reader it is released too.
        tree.takeOut(after, upTo, i < 0 ? -1 : after, run -> release(run, releases));
      }
    }
    firstFresh = Long.MAX_VALUE;
    lastFresh = Long.MIN_VALUE;
    if (!Arrays.equals(readers, readersBefore)) {
      readersBefore = readers.clone();
    }
  }

  /**
   * Whether some of the former readers closed, of which those from {@code from} to before {@code
   * to} are after an open reader and none is after the next one, {@code upTo}.
   */
  private boolean hasClosed(int from, int to, long upTo) {
    return to - from > 1 || readersBefore[from] != upTo;
  }

  private void release(PendingRun run, Releases releases) {
    digest.remove(run.start(), run.pages());
    releases.release(run);
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }

  /** How often a run was looked at, for the test of its bound. */
  long looks() {
    return tree.looks() + unseen.looks();
  }

  /** How many runs are kept, for the test that nothing else is. */
  int kept() {
    return tree.size() + unseen.size();
  }
}
