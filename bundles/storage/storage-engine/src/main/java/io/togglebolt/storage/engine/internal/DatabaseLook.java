package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an open database on behalf of whoever reads its metrics: takes what is published
 * already, and waits for no lock.
 */
final class DatabaseLook {
  private final WriteSide writeSide;
  private final FileStore store;
  private final OpenReaders readers;
  private final SpaceLooks looks;
  private final int pageSize;

  DatabaseLook(
      WriteSide writeSide, FileStore store, OpenReaders readers, SpaceLooks looks, int pageSize) {
    this.writeSide = writeSide;
    this.store = store;
    this.readers = readers;
    this.looks = looks;
    this.pageSize = pageSize;
  }

  /**
   * The figures of now.
   *
   * @throws StorageException when the database is closed
   */
  DatabaseFigures take() {
    writeSide.requireOpen();
    SpaceFigures space = space();
    WriterFigures figures = writeSide.figures();
    return new DatabaseFigures(
        pageSize,
        store.fileBytes(),
        figures.highWater(),
        writeSide.isWritable() ? figures.freePages() : listed(space),
        figures.pendingPages(),
        readers.count(),
        readers.oldestNanos(),
        space);
  }

  private @Nullable SpaceFigures space() {
    try {
      return looks.figures();
    } catch (StorageException unknown) {
      // Closed just now, or nobody knows what is free: the database has said so itself.
      return null;
    }
  }

  /** Nothing is published where there is no writer; what the file says was looked up. */
  private static long listed(@Nullable SpaceFigures space) {
    return space == null ? SpaceReport.UNKNOWN : space.freePages();
  }
}
