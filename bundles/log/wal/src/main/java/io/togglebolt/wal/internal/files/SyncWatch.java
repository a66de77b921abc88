package io.togglebolt.wal.internal.files;

import java.io.IOException;
import java.nio.file.Path;

/** Sees how long it takes to make something durable. Thread-safe. */
@FunctionalInterface
public interface SyncWatch {

  /** Something that makes bytes of a file durable. */
  @FunctionalInterface
  interface Syncing {
    void run() throws IOException;
  }

  /** Watches nothing. */
  SyncWatch NONE = (path, syncing) -> syncing.run();

  /**
   * Runs it and measures it. What fails is not measured.
   *
   * @param path the file, for messages
   */
  void run(Path path, Syncing syncing) throws IOException;
}
