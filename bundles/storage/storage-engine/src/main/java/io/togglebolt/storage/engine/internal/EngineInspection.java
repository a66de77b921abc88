package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Inspection;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A look at one committed state. What is unused comes from the database's own truth, taken at the
 * same boundary as the reader; in a database opened for reading only it comes from the file.
 */
final class EngineInspection implements Inspection {
  /** So many problems are told one by one. */
  static final int MAX_PROBLEMS = 10_000;

  /** Null for a state that nobody sees yet. */
  private final @Nullable ReadTransaction reader;

  private final Pages pages;
  private final Meta meta;

  /** The database's own truth, or null where the file is all there is. */
  private final @Nullable RunSet known;

  /** The first problems; a hostile file has as many as it likes. */
  private final List<Problem> problems = new ArrayList<>();

  private long moreProblems;

  /** Where the runs of the tree begin. What else there is to say of them is in their headers. */
  private final PageBits treeRuns = new PageBits();

  private final RunSet free = new RunSet();
  private RunSet lost = new RunSet();
  private @Nullable PageInfo freelist;
  private boolean surveyed;

  EngineInspection(ReadTransaction reader, @Nullable RunSet known) {
    this(reader, reader.pages(), reader.base(), known);
  }

  private EngineInspection(
      @Nullable ReadTransaction reader, Pages pages, Meta meta, @Nullable RunSet known) {
    this.reader = reader;
    this.pages = pages;
    this.meta = meta;
    this.known = known;
  }

  /** What is wrong with a state before it becomes visible. */
  static List<Problem> problems(Pages pages, Meta meta, RunSet unused) {
    return new EngineInspection(null, pages, meta, unused).check();
  }

  private void requireOpen() {
    if (reader != null) {
      reader.requireOpen();
    }
  }

  private void requireStillOpen() {
    if (reader != null) {
      reader.requireStillOpen();
    }
  }

  /** What a failure means to somebody whose reader may have been closed meanwhile. */
  private RuntimeException explain(Throwable failure) {
    return reader == null ? pages.explain(failure) : reader.explain(failure);
  }

  @Override
  public List<MetaInfo> metas() {
    requireOpen();
    try {
      return List.of(metaInfo(0), metaInfo(1));
    } catch (RuntimeException | InternalError failure) {
      throw explain(failure);
    }
  }

  private MetaInfo metaInfo(long page) {
    MemorySegment bytes =
        pages.mapped().asSlice(page * meta.pageSize(), Layouts.PAGE_HEADER + Meta.SIZE);
    return switch (Meta.read(bytes)) {
      case Meta.Read.Valid(Meta found) ->
          new MetaInfo(
              page,
              "",
              found.pageSize(),
              found.root(),
              found.sequence(),
              found.freelist(),
              found.highWater(),
              found.txid(),
              found.checksum());
      case Meta.Read.Invalid invalid -> new MetaInfo(page, invalid.problem(), 0, 0, 0, 0, 0, 0, 0);
    };
  }

  @Override
  public List<Problem> check() {
    survey();
    if (moreProblems == 0) {
      return List.copyOf(problems);
    }
    List<Problem> all = new ArrayList<>(problems);
    all.add(new Problem(0, "there are " + moreProblems + " more problems, which are not listed"));
    return List.copyOf(all);
  }

  @Override
  public void pages(Consumer<PageInfo> each) {
    survey();
    long page = 0;
    while (page < meta.highWater()) {
      PageInfo info = explainedInfoAt(page);
      if (info == null) {
        // A page that is referred to but is not what it must be, so that nobody knows its length.
        page++;
      } else {
        each.accept(info);
        page = info.id() + info.pages();
      }
    }
  }

  @Override
  public PageDetail page(long id) {
    if (id < 0 || id >= meta.highWater()) {
      throw new IllegalArgumentException(
          pages.file() + ": there is no page " + id + "; expected 0 to " + (meta.highWater() - 1));
    }
    survey();
    PageInfo info = explainedInfoAt(id);
    if (info == null) {
      info = new PageInfo(id, Use.LOST, 1, 0, 0);
    }
    try {
      return new PageDetail(info, new PageDescription(pages, this).lines(info));
    } catch (RuntimeException | InternalError failure) {
      throw explain(failure);
    }
  }

  private @Nullable PageInfo explainedInfoAt(long page) {
    try {
      return infoAt(page);
    } catch (RuntimeException | InternalError failure) {
      throw explain(failure);
    }
  }

  /** The run that holds a page, or null when it is in none. */
  private @Nullable PageInfo infoAt(long page) {
    if (page < 2) {
      return metaPage(page);
    }
    PageInfo list = freelist;
    if (list != null && page >= list.id() && page < list.id() + list.pages()) {
      return list;
    }
    long[] unused = free.runAt(page);
    if (unused != null) {
      return new PageInfo(unused[0], Use.FREE, unused[1], 0, 0);
    }
    unused = lost.runAt(page);
    if (unused != null) {
      return new PageInfo(unused[0], Use.LOST, unused[1], 0, 0);
    }
    long start = treeRuns.floor(page);
    return start < 0 || start + pages.runLength(start) <= page ? null : treePage(start);
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

  /** Looks at everything once. */
  private void survey() {
    requireOpen();
    if (surveyed) {
      return;
    }
    surveyed = true;
    try {
      surveyAll();
    } catch (InternalError unreadable) {
      // A page that the system refuses ends the survey, wherever it was when it heard of it.
      problem(meta.root(), String.valueOf(explain(unreadable).getMessage()));
    } catch (RuntimeException failure) {
      throw explain(failure);
    }
    requireStillOpen();
  }

  private void surveyAll() {
    RunSet used = new RunSet();
    used.add(0, 2);
    surveyTree(used);
    RunSet listed = surveyFreelist(used);
    RunSet unused = known != null ? known : listed;
    if (unused != null) {
      surveyUnused(used, unused);
      if (known != null && listed != null && !known.digest().equals(listed.digest())) {
        problem(
            meta.freelist(),
            "the persisted freelist holds " + listed.digest() + ", expected " + known.digest());
      }
      surveyLost(used);
    } else if (!meta.freelistPersisted()) {
      Reachable.gaps(used, meta.highWater()).forEach(free::add);
    }
  }

  private PageInfo metaPage(long id) {
    return new PageInfo(id, Use.META, 1, 0, Layouts.PAGE_HEADER + Meta.SIZE);
  }

  private void surveyTree(RunSet used) {
    TreeWalk.Visitor visitor =
        new TreeWalk.Visitor() {
          @Override
          public boolean page(long id, long run, PageView view) {
            if (!used.add(id, run)) {
              EngineInspection.this.problem(id, "is referred to more than once");
              return false;
            }
            treeRuns.add(id);
            return true;
          }

          @Override
          public void problem(long page, String message) {
            EngineInspection.this.problem(page, message);
          }
        };
    new TreeWalk(pages, visitor).walk(meta.root());
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

  private void surveyUnused(RunSet used, RunSet unused) {
    unused.forEach(
        (start, length) -> {
          if (start + length > meta.highWater()) {
            problem(
                start, "is free, but the run ends past the high-water page " + meta.highWater());
          } else if (used.touches(start, length)) {
            reportBoth(used, start, length);
          } else {
            used.add(start, length);
            free.add(start, length);
          }
        });
  }

  private void reportBoth(RunSet used, long start, long length) {
    for (long page = start; page < start + length; page++) {
      if (used.touches(page, 1)) {
        problem(page, "is free and in use");
      } else {
        used.add(page, 1);
        free.add(page, 1);
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

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
