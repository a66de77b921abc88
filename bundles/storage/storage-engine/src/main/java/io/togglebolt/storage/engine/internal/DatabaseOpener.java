package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseLockedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Opens files: lock, choose the meta, read the free pages. Whatever fails, no byte of an existing
 * file has changed: the first write of a session is its first commit, or the four pages of a file
 * that was empty.
 */
final class DatabaseOpener {
  private static final int DEFAULT_PAGE_SIZE = 4096;
  private static final long LOCK_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Disk disk;
  private final Clock clock;
  private final Space.Parts parts;
  private final Supplier<Scheduler> schedulers;
  private final int takenIn;
  private final Metrics metrics;
  private final OpenNames names = new OpenNames();

  /**
   * @param schedulers gives each database that wants one a scheduler of its own
   * @param takenIn how many released runs a space takes in at once, at least
   * @param metrics where databases register whose options name no others
   */
  DatabaseOpener(
      Disk disk,
      Clock clock,
      Space.Parts parts,
      Supplier<Scheduler> schedulers,
      int takenIn,
      Metrics metrics) {
    this.disk = disk;
    this.clock = clock;
    this.parts = parts;
    this.schedulers = schedulers;
    this.takenIn = takenIn;
    this.metrics = metrics;
  }

  Disk disk() {
    return disk;
  }

  /** Where a database with these options registers what it counts. */
  Metrics metrics(DatabaseOptions options) {
    Metrics wanted = options.metrics();
    return wanted == null ? metrics : wanted;
  }

  /** Under which names databases are open. */
  OpenNames names() {
    return names;
  }

  /** The freelist policies that there are. */
  Candidates<FreelistPolicyFactory> policies() {
    return parts.policies();
  }

  EngineDatabase open(Path path, DatabaseOptions options) {
    try {
      DiskFile file = disk.open(path, access(options));
      try {
        return open(path, file, options);
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (IOException refused) {
      throw new DatabaseIOException(path + ": cannot be opened: " + reason(path, refused), refused);
    }
  }

  private static Disk.Access access(DatabaseOptions options) {
    if (options.readOnly()) {
      return Disk.Access.READ;
    }
    return options.create() ? Disk.Access.CREATE : Disk.Access.WRITE;
  }

  /** The system's own words, without naming the file twice. */
  static String reason(Path path, IOException refused) {
    String message = String.valueOf(refused.getMessage());
    String prefix = path + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private EngineDatabase open(Path path, DiskFile file, DatabaseOptions options)
      throws IOException {
    lock(
        path,
        file,
        options.readOnly() ? DiskFile.Lock.SHARED : DiskFile.Lock.EXCLUSIVE,
        options.lockTimeoutMillis());
    Meta meta = meta(path, file, options);
    FileStore store =
        new FileStore(file, meta.pageSize(), options.initialMapBytes(), !options.noSync());
    try {
      return open(path, store, meta, options);
    } catch (Throwable failure) {
      // Gives up the mapping too, which the file alone does not own.
      store.close();
      throw failure;
    }
  }

  private static Meta meta(Path path, DiskFile file, DatabaseOptions options) throws IOException {
    boolean mayCreate = options.create() && !options.readOnly();
    int pageSize = options.pageSizeBytes() == 0 ? DEFAULT_PAGE_SIZE : options.pageSizeBytes();
    if (file.size() == 0) {
      if (!mayCreate) {
        throw new InvalidDatabaseException(path + ": found an empty file, expected a bolt file");
      }
      NewFile.write(file, pageSize);
    }
    MetaChoice choice = new MetaChoice(path, file);
    try {
      return choice.choose(options);
    } catch (InvalidDatabaseException invalid) {
      if (!mayCreate || !NewFile.isUnfinished(file, pageSize)) {
        throw invalid;
      }
      NewFile.write(file, pageSize);
      return choice.choose(options);
    }
  }

  private EngineDatabase open(Path path, FileStore store, Meta meta, DatabaseOptions options) {
    RunSet free = freePages(path, store, meta, options);
    String name = options.name() != null ? options.name() : path.getFileName().toString();
    return new EngineDatabase(
        name,
        path,
        store,
        meta,
        clock,
        this,
        options,
        free,
        boundary -> options.readOnly() ? null : space(name, free, options, boundary),
        schedulers);
  }

  private static RunSet freePages(Path path, FileStore store, Meta meta, DatabaseOptions options) {
    FileStore.Mapping mapping = store.use();
    try {
      return freePages(
          new Pages(path.toString(), mapping.segment(), meta.pageSize(), meta.highWater()),
          meta,
          options);
    } finally {
      mapping.release();
    }
  }

  private Space space(
      String name, RunSet free, DatabaseOptions options, PartOwner.Boundary boundary) {
    long vacancy = options.vacancyTimeoutMillis();
    return new Space(
        free,
        options.freelistPersistence(),
        parts,
        SlotOptions.of("allocator", name, options.allocator()).withVacancyTimeout(vacancy),
        SlotOptions.of("freelist", name, options.freelist()).withVacancyTimeout(vacancy),
        boundary,
        takenIn);
  }

  /** Takes the file's lock, waiting for others to let go. */
  static void lock(Path path, DiskFile file, DiskFile.Lock kind, long timeoutMillis)
      throws IOException {
    long leftNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!file.tryLock(kind)) {
      if (leftNanos <= 0) {
        throw new DatabaseLockedException(
            path
                + ": locked by another holder; waited "
                + timeoutMillis
                + " ms for the "
                + kind.name().toLowerCase(Locale.ROOT)
                + " lock. Close the database there, or open it for reading only on both sides");
      }
      // Counted in tries, not measured: the wait is the thread's own, whatever the clock says.
      long pauseNanos = Math.min(leftNanos, LOCK_RETRY_NANOS);
      leftNanos -= pauseNanos;
      LockSupport.parkNanos(file, pauseNanos);
      if (Thread.currentThread().isInterrupted()) {
        throw new DatabaseLockedException(
            path + ": locked by another holder; interrupted while waiting for the lock");
      }
    }
  }

  /**
   * What is free: all that the list holds, since no reader outlived the last holder; else what no
   * tree page is.
   */
  private static RunSet freePages(Pages pages, Meta meta, DatabaseOptions options) {
    try {
      if (!meta.freelistPersisted()) {
        return options.readOnly() ? new RunSet() : Reachable.unused(pages, meta);
      }
      RunSet free = FreelistPage.read(pages, meta.freelist());
      requireNotFree(pages, free, meta.root(), "the root page");
      requireNotFree(pages, free, meta.freelist(), "the freelist's own page");
      return free;
    } catch (CorruptPageException damaged) {
      if (options.readOnly()) {
        // Reading needs no freelist; the check reports what is wrong with it.
        return new RunSet();
      }
      throw new InvalidDatabaseException(
          damaged.getMessage()
              + (meta.freelistPersisted()
                  ? ". A repair writes the list of free pages anew; reading needs none"
                  : ". A salvage copies what is readable to a new file; reading goes on past it"),
          damaged);
    }
  }

  private static void requireNotFree(Pages pages, RunSet free, long page, String what) {
    if (free.touches(page, 1)) {
      throw pages.corrupt(page, "found " + what + " in the list of free pages");
    }
  }
}
