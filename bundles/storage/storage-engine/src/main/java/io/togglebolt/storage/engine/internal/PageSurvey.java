package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Problem;
import io.togglebolt.storage.Inspection.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each page of one state is used for, and what is wrong with it: a page is reachable once, or
 * free, or pending, or it is lost. Belongs to one thread.
 */
final class PageSurvey {
  /** So many problems are told one by one. */
  static final int MAX_PROBLEMS = 10_000;

  private final Pages pages;
  private final Meta meta;

  /** The database's own truth, or null where the file is all there is. */
  private final @Nullable UnusedPages known;

  /** The first problems; a hostile file has as many as it likes. */
  private final List<Problem> problems = new ArrayList<>();

  private long moreProblems;

  /** Where the runs of the tree begin. What else there is to say of them is in their headers. */
  private final PageBits treeRuns = new PageBits();

  private final RunSet free = new RunSet();
  private final RunSet pending = new RunSet();
  private RunSet lost = new RunSet();
  private @Nullable PageInfo freelist;

  /** A survey that has yet to be run. */
  PageSurvey(Pages pages, Meta meta, @Nullable UnusedPages known) {
    this.pages = pages;
    this.meta = meta;
    this.known = known;
  }

  /**
   * Looks at everything. To be called once, before anything is asked.
   *
   * @param explain what a failure means to whoever looks
   */
  void run(Function<Throwable, RuntimeException> explain) {
    try {
      surveyAll();
    } catch (InternalError unreadable) {
      // A page that the system refuses ends the survey, wherever it was when it heard of it.
      problem(meta.root(), String.valueOf(explain.apply(unreadable).getMessage()));
    } catch (RuntimeException failure) {
      throw explain.apply(failure);
    }
  }

  private void surveyAll() {
    RunSet used = new RunSet();
    used.add(0, 2);
    surveyTree(used);
    RunSet listed = surveyFreelist(used);
    if (known != null) {
      surveyUnused(used, known.free(), Use.FREE, free);
      surveyUnused(used, known.pending(), Use.PENDING, pending);
      requireSameList(known.all(), listed);
      surveyLost(used);
    } else if (listed != null) {
      surveyUnused(used, listed, Use.FREE, free);
      surveyLost(used);
    } else if (!meta.freelistPersisted()) {
      Reachable.gaps(used, meta.highWater()).forEach(free::add);
    }
  }

  private void requireSameList(RunSet unused, @Nullable RunSet listed) {
    if (listed != null && !unused.digest().equals(listed.digest())) {
      problem(
          meta.freelist(),
          "the persisted freelist holds " + listed.digest() + ", expected " + unused.digest());
    }
  }

  private void surveyTree(RunSet used) {
    TreeWalk.Visitor visitor =
        new TreeWalk.Visitor() {
          @Override
          public boolean page(long id, long run, PageView view) {
            if (!used.add(id, run)) {
              PageSurvey.this.problem(id, "is referred to more than once");
              return false;
            }
            HeapLimits.requireRoomForRuns(pages.file(), used.runs(), HeapLimits.maxRuns());
            treeRuns.add(id);
            return true;
          }

          @Override
          public void problem(long page, String message) {
            PageSurvey.this.problem(page, message);
          }
        };
    new TreeWalk(pages, visitor).walk(meta.root());
  }

  /** The persisted list, or null when there is none or it is damaged. */
  private @Nullable RunSet surveyFreelist(RunSet used) {
    if (!meta.freelistPersisted()) {
      return null;
    }
    try {
      long run = pages.runLength(meta.freelist());
      RunSet listed = FreelistPage.read(pages, meta.freelist());
      if (!used.add(meta.freelist(), run)) {
        problem(meta.freelist(), "is the freelist and reachable too");
        return listed;
      }
      long bytes = Layouts.PAGE_HEADER + listed.pages() * Long.BYTES;
      freelist = new PageInfo(meta.freelist(), Use.FREELIST, run, listed.pages(), bytes);
      return listed;
    } catch (CorruptPageException damaged) {
      problem(meta.freelist(), String.valueOf(damaged.getMessage()));
      return null;
    }
  }

  /** Enters what is said to be free, or pending, and is neither in use nor beyond the file. */
  private void surveyUnused(RunSet used, RunSet unused, Use use, RunSet found) {
    String what = use.name().toLowerCase(Locale.ROOT);
    unused.forEach(
        (start, length) -> {
          if (start + length > meta.highWater()) {
            problem(
                start,
                "is " + what + ", but the run ends past the high-water page " + meta.highWater());
          } else if (used.touches(start, length)) {
            reportBoth(used, start, length, what, found);
          } else {
            used.add(start, length);
            found.add(start, length);
          }
        });
  }

  private void reportBoth(RunSet used, long start, long length, String what, RunSet found) {
    for (long page = start; page < start + length; page++) {
      if (used.touches(page, 1)) {
        problem(page, "is " + what + " and in use");
      } else {
        used.add(page, 1);
        found.add(page, 1);
      }
    }
  }

  private void surveyLost(RunSet used) {
    lost = Reachable.gaps(used, meta.highWater());
    lost.forEach(
        (start, length) -> {
          problem(
              start,
              length == 1
                  ? "is lost: neither reachable nor free"
                  : "to page " + (start + length - 1) + " are lost: neither reachable nor free");
        });
  }

  private void problem(long page, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(page, message));
    } else {
      moreProblems++;
    }
  }

  /** What is wrong; of very many problems the first, and how many more there are. */
  List<Problem> problems() {
    if (moreProblems == 0) {
      return List.copyOf(problems);
    }
    List<Problem> all = new ArrayList<>(problems);
    all.add(new Problem(0, "there are " + moreProblems + " more problems, which are not listed"));
    return List.copyOf(all);
  }

  /** The run that holds a page, or null when it is in none. */
  @Nullable PageInfo runAt(long page) {
    if (page < 2) {
      return metaPage(page);
    }
    PageInfo list = freelist;
    if (list != null && page >= list.id() && page < list.id() + list.pages()) {
      return list;
    }
    PageInfo unused = unusedAt(page);
    if (unused != null) {
      return unused;
    }
    long start = treeRuns.floor(page);
    return start < 0 || start + pages.runLength(start) <= page ? null : treePage(start);
  }

  private @Nullable PageInfo unusedAt(long page) {
    PageInfo found = runAt(page, free, Use.FREE);
    found = found != null ? found : runAt(page, pending, Use.PENDING);
    return found != null ? found : runAt(page, lost, Use.LOST);
  }

  private static @Nullable PageInfo runAt(long page, RunSet runs, Use use) {
    long[] run = runs.runAt(page);
    return run == null ? null : new PageInfo(run[0], use, run[1], 0, 0);
  }

  private PageInfo treePage(long start) {
    PageView view = new PageView();
    pages.treePage(start, view);
    return new PageInfo(
        start,
        view.leaf() ? Use.LEAF : Use.BRANCH,
        pages.runLength(start),
        view.count(),
        usedBytes(view));
  }

  private PageInfo metaPage(long id) {
    return new PageInfo(id, Use.META, 1, 0, Layouts.PAGE_HEADER + Meta.SIZE);
  }

  /** Bytes in use; an element that reaches past its page counts as none. */
  private static long usedBytes(PageView view) {
    long bytes = Layouts.PAGE_HEADER + (long) view.count() * Layouts.ELEMENT;
    for (int i = 0; i < view.count(); i++) {
      try {
        bytes += view.keyLength(i) + (view.leaf() ? view.valueLength(i) : 0L);
      } catch (CorruptPageException damaged) {
        // The walk has reported it.
        continue;
      }
    }
    return bytes;
  }
}
