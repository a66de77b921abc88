package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.StorageException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Begins inspections: takes, at a boundary between two write transactions, a reader and what is
 * unused in the state that it sees. In a database that is open for reading only there is no
 * boundary, and what is unused stands in the file.
 */
final class Inspections {
  private static final String READER_LABEL = "inspection";

  private final String name;
  private final WriteSide writeSide;
  private final OpenReaders readers;

  Inspections(String name, WriteSide writeSide, OpenReaders readers) {
    this.name = name;
    this.writeSide = writeSide;
    this.readers = readers;
  }

  EngineInspection begin(Client client) {
    writeSide.requireOpen();
    return writeSide.isWritable() ? atBoundary(client) : withoutWriter(client);
  }

  private EngineInspection withoutWriter(Client client) {
    EngineInspection inspection = take(client);
    try {
      writeSide.requireOpen();
    } catch (DatabaseClosedException closed) {
      inspection.close();
      throw closed;
    }
    return inspection;
  }

  private EngineInspection atBoundary(Client client) {
    if (writeSide.inside()) {
      throw new IllegalStateException(
          name + ": this thread has the write transaction; commit or close it before inspecting");
    }
    AtomicReference<@Nullable EngineInspection> taken = new AtomicReference<>();
    try {
      writeSide.run(() -> taken.set(take(client)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(name + ": interrupted while waiting for the writer", interrupted);
    }
    EngineInspection inspection = taken.get();
    if (inspection == null) {
      throw writeSide.closedException();
    }
    return inspection;
  }

  private EngineInspection take(Client client) {
    return new EngineInspection(readers.begin(READER_LABEL, client), writeSide.unused());
  }
}
