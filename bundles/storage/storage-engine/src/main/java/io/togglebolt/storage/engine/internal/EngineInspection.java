package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Inspection;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A look at one committed state. What is unused comes from the database's own truth, taken at the
 * same boundary as the reader; in a database opened for reading only it comes from the file.
 */
final class EngineInspection implements Inspection {
  private final ReadTransaction reader;
  private final Pages pages;
  private final Meta meta;

  /** The database's own truth, or null where the file is all there is. */
  private final @Nullable RunSet known;

  private final List<Problem> problems = new ArrayList<>();
  private final TreeMap<Long, PageInfo> infos = new TreeMap<>();
  private boolean surveyed;

  EngineInspection(ReadTransaction reader, @Nullable RunSet known) {
    this.reader = reader;
    this.known = known;
    pages = reader.pages();
    meta = reader.base();
  }

  @Override
  public List<MetaInfo> metas() {
    reader.requireOpen();
    try {
      return List.of(metaInfo(0), metaInfo(1));
    } catch (RuntimeException | InternalError failure) {
      throw reader.explain(failure);
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
    return List.copyOf(problems);
  }

  @Override
  public void pages(Consumer<PageInfo> each) {
    survey();
    infos.values().forEach(each);
  }

  @Override
  public PageDetail page(long id) {
    if (id < 0 || id >= meta.highWater()) {
      throw new IllegalArgumentException(
          pages.file() + ": there is no page " + id + "; expected 0 to " + (meta.highWater() - 1));
    }
    survey();
    PageInfo info = infos.floorEntry(id).getValue();
    try {
      return new PageDetail(info, new PageDescription(pages, this).lines(info));
    } catch (RuntimeException | InternalError failure) {
      throw reader.explain(failure);
    }
  }

  /** Looks at everything once. */
  private void survey() {
    reader.requireOpen();
    if (surveyed) {
      return;
    }
    surveyed = true;
    infos.put(0L, metaPage(0));
    infos.put(1L, metaPage(1));
    try {
      surveyAll();
    } catch (InternalError unreadable) {
      // A page that the system refuses ends the survey, wherever it was when it heard of it.
      problem(meta.root(), String.valueOf(reader.explain(unreadable).getMessage()));
    } catch (RuntimeException failure) {
      throw reader.explain(failure);
    }
    reader.requireStillOpen();
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
      Reachable.gaps(used, meta.highWater())
          .forEach((start, length) -> unusedRun(start, length, Use.FREE));
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
            Use use = view.leaf() ? Use.LEAF : Use.BRANCH;
            infos.put(id, new PageInfo(id, use, run, view.count(), usedBytes(view)));
            return true;
          }

          @Override
          public void problem(long page, String message) {
            EngineInspection.this.problem(page, message);
          }
        };
    new TreeWalk(pages, visitor).walk(meta.root());
  }

  private static long usedBytes(PageView view) {
    long bytes = Layouts.PAGE_HEADER + (long) view.count() * Layouts.ELEMENT;
    for (int i = 0; i < view.count(); i++) {
      bytes += view.keyLength(i) + (view.leaf() ? view.valueLength(i) : 0L);
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
      infos.put(
          meta.freelist(), new PageInfo(meta.freelist(), Use.FREELIST, run, listed.pages(), bytes));
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
            unusedRun(start, length, Use.FREE);
          }
        });
  }

  private void reportBoth(RunSet used, long start, long length) {
    for (long page = start; page < start + length; page++) {
      if (used.touches(page, 1)) {
        problem(page, "is free and in use");
      } else {
        used.add(page, 1);
        unusedRun(page, 1, Use.FREE);
      }
    }
  }

  private void surveyLost(RunSet used) {
    Reachable.gaps(used, meta.highWater())
        .forEach(
            (start, length) -> {
              unusedRun(start, length, Use.LOST);
              problem(
                  start,
                  length == 1
                      ? "is lost: neither reachable nor free"
                      : "to page "
                          + (start + length - 1)
                          + " are lost: neither reachable nor free");
            });
  }

  private void unusedRun(long start, long length, Use use) {
    infos.put(start, new PageInfo(start, use, length, 0, 0));
  }

  private void problem(long page, String message) {
    problems.add(new Problem(page, message));
  }

  @Override
  public void close() {
    reader.close();
  }
}
