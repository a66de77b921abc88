package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.StorageException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages are, for those who look again and again and must not wait: figures that are a
 * little old instead of none.
 *
 * <p>They are counted from a snapshot taken at a boundary between two write transactions. When the
 * look comes in the middle of one, the next to end is asked to leave a snapshot behind: it is
 * counted at the next look. So a database that is written to without a pause has figures too, as
 * old as the last look but one at most. Readers are part of a snapshot: what is pending in it,
 * counted against who reads a while later, would show pages as releasable that have long been
 * released.
 *
 * <p>Counting takes a few milliseconds for each hundred thousand runs. It is done by one of those
 * who look, seldom enough: not before a second has passed, and so that it takes no more than a
 * twentieth of a processor.
 */
final class SpaceLooks {
  private static final long LEAST_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Counting again waits for so many times what counting took. */
  private static final int REST = 19;

  private final WriteSide writeSide;
  private final SpaceReports reports;
  private final Clock clock;

  /** Whoever sets it is the one who counts. */
  private final AtomicBoolean counting = new AtomicBoolean();

  private volatile @Nullable Look latest;

  /** Whether the next write transaction to end leaves a snapshot behind. */
  private volatile boolean wanted;

  /** What it left. One is kept at most; it shares its memory with the database until that moves. */
  private volatile @Nullable SpaceSnapshot left;

  private record Look(SpaceFigures figures, long dueNanos) {}

  SpaceLooks(WriteSide writeSide, SpaceReports reports, Clock clock) {
    this.writeSide = writeSide;
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * The last figures, counted anew where they are too old; null while there are none yet. Waits for
   * nobody.
   *
   * @throws StorageException when the database is closed, or nobody knows what is free
   */
  @Nullable SpaceFigures figures() {
    Look known = latest;
    if (known != null && clock.nanoTime() - known.dueNanos < 0
        || !counting.compareAndSet(false, true)) {
      return known == null ? null : known.figures;
    }
    try {
      SpaceSnapshot snapshot = snapshot();
      if (snapshot != null) {
        known = count(snapshot);
        latest = known;
      }
      return known == null ? null : known.figures;
    } finally {
      counting.set(false);
    }
  }

  private @Nullable SpaceSnapshot snapshot() {
    Optional<SpaceSnapshot> now = reports.trySnapshot(0);
    // What a transaction leaves from here on is newer than this, so it may stay.
    SpaceSnapshot before = left;
    left = null;
    wanted = now.isEmpty();
    return now.orElse(before);
  }

  private Look count(SpaceSnapshot snapshot) {
    long begun = clock.nanoTime();
    SpaceFigures figures = snapshot.figures();
    long ended = clock.nanoTime();
    return new Look(figures, ended + Math.max(LEAST_AGE_NANOS, (ended - begun) * REST));
  }

  /**
   * A write transaction ends: called at its boundary. Costs next to nothing; once for each look
   * that asked for it, what a snapshot costs.
   *
   * @throws StorageException when nobody knows what is free
   */
  void atBoundary() {
    if (wanted) {
      wanted = false;
      left = writeSide.snapshot();
    }
  }
}
