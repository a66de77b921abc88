package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.WriterBusyException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the pages are. What is needed is taken at a boundary between two write transactions,
 * in copies that cost the writer next to nothing, and counted by the caller. In a database that is
 * open for reading only there is no boundary: nothing is pending, and which pages are free stands
 * in the file, or nowhere.
 */
final class SpaceReports {
  /**
   * How long a report waits for the open write transaction. Whoever asks has trouble already, and a
   * writer that hangs may be a part of it: better no figures than no answer.
   */
  private static final long WAIT_MILLIS = 5_000;

  private static final Logger LOG = System.getLogger(SpaceReports.class.getName());

  private final String name;
  private final WriteSide writeSide;
  private final OpenReaders readers;
  private final FileStore store;
  private final Committed committed;

  /** Whether it was said that the list in the file cannot be read. */
  private final AtomicBoolean told = new AtomicBoolean();

  SpaceReports(
      String name, WriteSide writeSide, OpenReaders readers, FileStore store, Committed committed) {
    this.name = name;
    this.writeSide = writeSide;
    this.readers = readers;
    this.store = store;
    this.committed = committed;
  }

  /** A report, or the error that tells why there is none. */
  SpaceReport take() {
    if (writeSide.inside()) {
      throw new IllegalStateException(
          name
              + ": this thread has the write transaction; commit or close it before asking where"
              + " the pages are");
    }
    return tryTake(WAIT_MILLIS)
        .orElseThrow(
            () ->
                new WriterBusyException(
                    name
                        + ": a write transaction has been open for "
                        + Math.max(WAIT_MILLIS, writeSide.writingMillis())
                        + " ms; where the pages are can be told between two of them only"));
  }

  /** A report, unless the open write transaction goes on for longer than that. */
  Optional<SpaceReport> tryTake(long waitMillis) {
    // The readers are listed after it, without the lock, since they may be many. One that has ended
    // in between holds back nothing any more, and one that has begun sees none of what was pending.
    return trySnapshot(waitMillis)
        .map(snapshot -> snapshot.seenBy(readers.list(), readers.scan()).report());
  }

  /**
   * Where the pages are, whoever reads, unless the open write transaction goes on for longer than
   * that.
   */
  Optional<SpaceSnapshot> trySnapshot(long waitMillis) {
    writeSide.requireOpen();
    if (!writeSide.isWritable()) {
      return Optional.of(snapshotWithoutWriter());
    }
    AtomicReference<@Nullable SpaceSnapshot> taken = new AtomicReference<>();
    writeSide.runWithin(waitMillis, () -> taken.set(writeSide.snapshot()));
    writeSide.requireOpen();
    return Optional.ofNullable(taken.get());
  }

  private SpaceSnapshot snapshotWithoutWriter() {
    Committed.State state = committed.state();
    return new SpaceSnapshot(
        state.meta(),
        store.fileBytes(),
        listedIn(state),
        List.of(),
        writeSide.figures().freelistPages(),
        List.of(),
        new long[0]);
  }

  /** What the file's own list says is free, or null where it says nothing that can be believed. */
  private @Nullable FreePages listedIn(Committed.State state) {
    if (!state.meta().freelistPersisted()) {
      return null;
    }
    FileStore.Mapping held = store.use();
    try {
      return FreePages.of(FreelistPage.read(state.pages(), state.meta().freelist()));
    } catch (CorruptPageException | InternalError damaged) {
      // The check tells all that is wrong with it; reading goes on without.
      if (!told.getAndSet(true)) {
        LOG.log(
            Level.WARNING,
            "{0}: the list of free pages cannot be read, so figures leave out what is free: {1}",
            name,
            state.pages().explain(damaged).getMessage());
      }
      return null;
    } finally {
      held.release();
    }
  }
}
