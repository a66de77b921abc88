package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.ShrinkReport.Ending;
import io.togglebolt.storage.StorageException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the file's end back, in write transactions of its own between those of others.
 *
 * <p>A round surveys the tree pages beyond the place where the file could end if nothing were free
 * in it, and writes them anew from the highest on, some in each transaction, each below the lowest
 * of those that it moves. What they leave becomes pending and then free like any page. A free run
 * that touches the high-water mark is given up by the next transaction of the shrink, whose meta
 * has a lower mark; once the meta before it has that mark too, and no reader an older one, the file
 * is cut. Rounds follow each other as long as they lower the mark.
 */
final class Shrinker {
  /** How many pages a round keeps in mind. The next one finds those that were left. */
  private static final int MOST_LOCATED = 1 << 17;

  /** How many transactions without a move may follow each other to let pending pages go. */
  private static final int SETTLING_COMMITS = 8;

  /** Even where others write as fast as it moves pages down, a shrink ends. */
  private static final int MOST_ROUNDS = 64;

  private final EngineDatabase database;
  private final WriteSide writeSide;
  private final OpenReaders readers;
  private final Client owner;
  private final int pagesPerCommit;
  private final Consumer<ShrinkProgress> listener;
  private long movedPages;
  private long commits;
  private boolean interrupted;

  Shrinker(
      EngineDatabase database,
      WriteSide writeSide,
      OpenReaders readers,
      Client owner,
      int pagesPerCommit,
      Consumer<ShrinkProgress> listener) {
    this.database = database;
    this.writeSide = writeSide;
    this.readers = readers;
    this.owner = owner;
    this.pagesPerCommit = pagesPerCommit;
    this.listener = listener;
  }

  ShrinkReport run() {
    DatabaseStats before = database.stats();
    try {
      settle();
      long mark = database.stats().highWaterPage();
      for (int round = 0; round < MOST_ROUNDS && goesOn(); round++) {
        round();
        settle();
        long lowered = database.stats().highWaterPage();
        if (lowered >= mark) {
          break;
        }
        mark = lowered;
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      interrupted = true;
    } catch (StorageException failure) {
      // An interrupt while it waits for the writer lock ends it like one between two steps.
      if (!Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      interrupted = true;
    }
    return report(before);
  }

  private ShrinkReport report(DatabaseStats before) {
    DatabaseStats after = database.stats();
    List<ReaderInfo> open = database.readers();
    @Nullable ReaderInfo oldest = null;
    for (ReaderInfo reader : open) {
      if (oldest == null || reader.transaction() < oldest.transaction()) {
        oldest = reader;
      }
    }
    boolean whole =
        after.fileBytes() <= after.highWaterPage() * after.pageSizeBytes()
            && after.pendingPages() <= after.freelistPages();
    Ending ending =
        interrupted
            ? Ending.INTERRUPTED
            : whole || oldest == null ? Ending.DONE : Ending.HELD_BY_READERS;
    return new ShrinkReport(
        before.fileBytes(),
        after.fileBytes(),
        before.highWaterPage(),
        after.highWaterPage(),
        movedPages,
        commits,
        ending,
        after.pendingPages(),
        oldest);
  }

  private boolean goesOn() {
    interrupted |= Thread.currentThread().isInterrupted();
    return !interrupted;
  }

  /** Commits without a change, as long as each lets something go. */
  private void settle() throws InterruptedException {
    boolean lets = true;
    for (int i = 0; i < SETTLING_COMMITS && lets && goesOn(); i++) {
      DatabaseStats before = database.stats();
      try (WriteTransaction transaction = writeSide.begin(owner)) {
        transaction.trim();
        transaction.commit();
      }
      committed();
      DatabaseStats after = database.stats();
      lets =
          after.fileBytes() != before.fileBytes()
              || after.highWaterPage() != before.highWaterPage()
              || after.pendingPages() != before.pendingPages();
    }
  }

  private void committed() throws InterruptedException {
    commits++;
    writeSide.truncate();
    DatabaseStats now = database.stats();
    listener.accept(new ShrinkProgress(now.fileBytes(), now.highWaterPage(), movedPages, commits));
  }

  /** Moves what lies beyond the place where the file could end, as far as there is room below. */
  private void round() throws InterruptedException {
    List<TailSurvey.Located> tail = survey();
    int at = 0;
    int budget = pagesPerCommit;
    boolean settled = false;
    while (at < tail.size() && goesOn()) {
      int handled = step(tail.subList(at, tail.size()), budget);
      if (handled > 0) {
        at += handled;
        budget = (int) Math.min(pagesPerCommit, 2L * budget);
        settled = false;
      } else if (budget > 1) {
        budget /= 2;
      } else if (!settled) {
        // What the last steps left is pending still; it may be all the room there is.
        settle();
        settled = true;
      } else {
        return;
      }
    }
  }

  private List<TailSurvey.Located> survey() throws InterruptedException {
    WriterFigures figures = writeSide.figures();
    try (ReadTransaction reader = readers.begin("shrink", owner)) {
      long unused = figures.freePages() + figures.pendingPages();
      return TailSurvey.of(
          reader, reader.base().highWater() - unused, MOST_LOCATED, HeapLimits.surveyBytes());
    }
  }

  /** Moves the first of these pages down; returns how many, 0 when there is no room for them. */
  private int step(List<TailSurvey.Located> tail, int budget) throws InterruptedException {
    int handled = 0;
    long pages;
    try (WriteTransaction transaction = writeSide.begin(owner)) {
      transaction.trim();
      long room = transaction.freePagesBelow(tail.getFirst().page(), budget);
      PageMover mover = new PageMover(transaction);
      while (handled < tail.size() && mover.pages() < room) {
        mover.move(tail.get(handled));
        handled++;
      }
      pages = mover.pages();
      if (pages == 0) {
        return handled;
      }
      transaction.placeBelow(tail.get(handled - 1).page());
      transaction.commit();
    } catch (NoRoomBelowException none) {
      return 0;
    }
    movedPages += pages;
    committed();
    return handled;
  }
}
