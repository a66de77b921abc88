package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Inspection;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A look at one committed state. What is unused comes from the database's own truth, taken at the
 * same boundary as the reader; in a database opened for reading only it comes from the file.
 */
final class EngineInspection implements Inspection {
  private final EngineTransaction reader;
  private final Pages pages;
  private final Meta meta;
  private final PageSurvey survey;
  private boolean surveyed;

  /**
   * @param known what is unused by the database's own truth, or null where the file is all there is
   */
  EngineInspection(EngineTransaction reader, @Nullable UnusedPages known) {
    this.reader = reader;
    pages = reader.pages();
    meta = reader.base();
    survey = new PageSurvey(pages, meta, known);
  }

  @Override
  public List<MetaInfo> metas() {
    reader.requireOpen();
    try {
      List<MetaInfo> metas = List.of(metaInfo(0), metaInfo(1));
      reader.requireStillOpen();
      return metas;
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
    return survey.problems();
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
      List<String> lines = new PageDescription(pages, this).lines(info);
      reader.requireStillOpen();
      return new PageDetail(info, lines);
    } catch (RuntimeException | InternalError failure) {
      throw reader.explain(failure);
    }
  }

  private @Nullable PageInfo explainedInfoAt(long page) {
    try {
      PageInfo info = survey.runAt(page);
      reader.requireStillOpen();
      return info;
    } catch (RuntimeException | InternalError failure) {
      throw reader.explain(failure);
    }
  }

  /** Looks at everything once. */
  private void survey() {
    reader.requireOpen();
    if (!surveyed) {
      surveyed = true;
      survey.run(reader::explain);
      reader.requireStillOpen();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
