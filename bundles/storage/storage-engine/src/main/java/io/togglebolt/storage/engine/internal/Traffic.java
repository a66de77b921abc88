package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells followers what the write transactions do with the database's pages. Without followers each
 * step costs one look at an empty array. No step ever fails, whatever a follower does: the
 * transaction is worth more than those who watch it.
 *
 * <p>The steps are told by whoever holds the writer lock. Followers come at a boundary, and go at
 * any time.
 */
final class Traffic {
  /** Who follows the traffic. Called with the writer lock held, so it must be quick. */
  interface Follower {
    /** The next step. */
    void happened(TrafficEvent event);

    /** A step could not be told, so that nothing after it makes sense. */
    void lost(String reason);
  }

  private static final Follower[] NOBODY = {};

  private volatile Follower[] followers = NOBODY;

  /** What is known of the open transaction. */
  private boolean trims;

  private @Nullable Draft draft;

  /** A transaction whose pages are chosen, but which is not durable. */
  private record Draft(
      Placement placement, int[] pages, long[] starts, List<PendingRun> freed, boolean listed) {}

  synchronized void add(Follower follower) {
    Follower[] more = Arrays.copyOf(followers, followers.length + 1);
    more[followers.length] = follower;
    followers = more;
  }

  synchronized void remove(Follower follower) {
    followers =
        Arrays.stream(followers).filter(other -> other != follower).toArray(Follower[]::new);
  }

  /** A transaction has begun. */
  void begun(long[] readers, Space space, long highWater) {
    trims = false;
    draft = null;
    if (followers.length > 0) {
      tell(() -> new TrafficEvent.Begun(readers.clone(), figures(space, highWater)));
    }
  }

  /** The open transaction gives up the free pages at the file's end. */
  void trims() {
    trims = true;
  }

  /**
   * The open transaction has all its pages, and has freed all that it frees.
   *
   * @param listed whether it writes the list of free pages
   */
  void placed(Placement placement, Placing placing, Space space, boolean listed) {
    if (followers.length > 0) {
      try {
        draft =
            new Draft(placement, placing.allPages(), placing.allStarts(), space.freed(), listed);
      } catch (RuntimeException | Error failed) {
        lost(failed);
      }
    }
  }

  /** The open transaction is durable. */
  void committed(Space space, Meta next) {
    Draft done = draft;
    draft = null;
    if (done != null && followers.length > 0) {
      tell(
          () ->
              new TrafficEvent.Committed(
                  next.txid(),
                  trims,
                  done.freed,
                  done.placement,
                  done.pages,
                  done.starts,
                  done.listed,
                  figures(space, next.highWater())));
    }
  }

  private static TrafficEvent.Figures figures(Space space, long highWater) {
    return new TrafficEvent.Figures(space.freePages(), space.pendingPages(), highWater);
  }

  private void tell(Supplier<TrafficEvent> event) {
    try {
      TrafficEvent happened = event.get();
      for (Follower follower : followers) {
        follower.happened(happened);
      }
    } catch (RuntimeException | Error failed) {
      lost(failed);
    }
  }

  /** Mostly for want of memory, of which the followers then give back what they have. */
  private void lost(Throwable failed) {
    Follower[] left;
    synchronized (this) {
      left = followers;
      followers = NOBODY;
    }
    for (Follower follower : left) {
      follower.lost("a transaction could not be told of: " + failed);
    }
  }
}
