package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.Problem;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.RepairReport;
import io.togglebolt.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies what is readable of a file into a new one: first what the newest meta's tree holds, then,
 * if something was damaged, what else looks like a page of a tree.
 */
final class Salvage {
  /** So many pages are looked at to find the page size of a file without metas. */
  private static final long PROBED_PAGES = 4_096;

  private final RepairSource source;
  private final DatabaseFactory engine;
  private final Disk disk;
  private final SalvageLosses losses = new SalvageLosses();
  private final List<String> done = new ArrayList<>();
  private final RunSet used = new RunSet();

  Salvage(RepairSource source, DatabaseFactory engine, Disk disk) {
    this.source = source;
    this.engine = engine;
    this.disk = disk;
  }

  RepairReport to(Path target) throws IOException {
    String noMeta = source.whyNoMeta();
    int pageSize = noMeta.isEmpty() ? source.newest().pageSize() : guessPageSize(noMeta);
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withName("salvage of " + source.path())
            .withPageSize(pageSize)
            .withNoSync(true)
            .withMetrics(Metrics.none());
    try (Database database = engine.open(target, options);
        SalvageWriter out = new SalvageWriter(database)) {
      if (noMeta.isEmpty()) {
        source.tellBrokenMeta(losses.unsure());
        fromMeta(source.newest(), out);
      } else {
        done.add("both metas are broken: " + noMeta + "; the page size seems to be " + pageSize);
        Pages pages = new Pages(name(), source.mapped(), pageSize, source.sizeBytes() / pageSize);
        unreached(pages, new RunSet(), out);
      }
      out.commit();
    }
    try (DiskFile file = disk.open(target, Disk.Access.WRITE)) {
      file.sync();
    }
    requireSound(target);
    return new RepairReport(source.path(), target, done, losses.lost(), losses.unproven());
  }

  private String name() {
    return source.path().toString();
  }

  private void fromMeta(Meta meta, SalvageWriter out) {
    long present = source.sizeBytes() / meta.pageSize();
    if (present < meta.highWater()) {
      losses.page(
          present,
          "and all from there to page " + (meta.highWater() - 1) + " are missing: truncated");
    }
    Pages pages =
        new Pages(name(), source.mapped(), meta.pageSize(), Math.min(present, meta.highWater()));
    boolean rootRead = new SalvageWalk(pages, used, out, losses).tree(meta.root());
    done.add(
        "copied "
            + Tally.count(out.keys(), "key")
            + " and "
            + Tally.count(out.buckets(), "bucket")
            + " from the tree of transaction "
            + meta.txid()
            + (rootRead ? "" : ", whose root page could not be read"));
    if (losses.any()) {
      unreached(pages, knownFree(pages, meta), out);
    }
  }

  /** What the persisted list says is free, as far as it can be believed. */
  private static RunSet knownFree(Pages pages, Meta meta) {
    if (!meta.freelistPersisted()) {
      return new RunSet();
    }
    try {
      return FreelistPage.read(pages, meta.freelist());
    } catch (CorruptPageException damaged) {
      // Then nothing is known to be free, and old pages are brought over too.
      return new RunSet();
    }
  }

  private void unreached(Pages pages, RunSet free, SalvageWriter out) {
    losses.beginUnreached();
    long keys = out.keys();
    long buckets = out.buckets();
    UnreachedPages found = new UnreachedPages(pages, used, free);
    if (found.end() < pages.highWater()) {
      done.add(
          "did not look at pages "
              + found.end()
              + " to "
              + (pages.highWater() - 1)
              + ": the "
              + (UnreachedPages.BARREN_BYTES >> 30)
              + " GiB before them hold nothing, so this seems to be a hole");
    }
    SalvageWalk walk = new SalvageWalk(pages, used, out, losses);
    long[] count = new long[1];
    found.forEach(
        id -> {
          out.enterLost("page-" + id);
          count[0] += walk.tree(id) ? 1 : 0;
          out.leaveLost();
        });
    done.add(
        "found "
            + Tally.count(count[0], "tree page")
            + " that nothing sound refers to; copied "
            + Tally.count(out.keys() - keys, "key")
            + " and "
            + Tally.count(out.buckets() - buckets, "bucket")
            + " from there to lost+found");
  }

  private int guessPageSize(String noMeta) {
    long most = 0;
    int best = 0;
    for (int size = DatabaseOptions.MIN_PAGE_SIZE_BYTES;
        size <= DatabaseOptions.MAX_PAGE_SIZE_BYTES;
        size *= 2) {
      long own = 0;
      for (long id = 2; id < Math.min(PROBED_PAGES, source.sizeBytes() / size); id++) {
        own += Layouts.getU64(source.mapped(), id * size) == id ? 1 : 0;
      }
      if (own > most) {
        most = own;
        best = size;
      }
    }
    if (best == 0) {
      throw new InvalidDatabaseException(
          source.path() + ": not a bolt file, found no page with its own id: " + noMeta);
    }
    return best;
  }

  private void requireSound(Path target) {
    DatabaseOptions options = DatabaseOptions.defaults().asReadOnly().withMetrics(Metrics.none());
    try (Database database = engine.open(target, options);
        Inspection inspection = database.inspect()) {
      List<Problem> problems = inspection.check();
      if (!problems.isEmpty()) {
        throw new StorageException(
            target + ": the new file is not sound: " + problems.getFirst().message());
      }
    }
    done.add("the new file checks clean");
  }
}
