package io.togglebolt.itests.compatibility;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** A process that works on a file until it is killed, and says after how many transactions. */
final class Killed {
  private Killed() {}

  /**
   * The history that the process follows, one transaction after another. bbolt goes on with it, so
   * no bucket is dropped in the transaction that changed it, which costs bbolt pages.
   */
  static TreeHistory history(long seed, int pageSize, ModelTree model) {
    return new TreeHistory(seed, pageSize, model, false);
  }

  /** Arguments: file, page size, mode of persistence, seed. */
  public static void main(String[] arguments) throws IOException {
    int pageSize = Integer.parseInt(arguments[1]);
    TreeHistory history = history(Long.parseLong(arguments[3]), pageSize, new ModelTree());
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withPageSize(pageSize)
            .withFreelistPersistence(FreelistPersistence.valueOf(arguments[2]));
    PrintStream out = System.out;
    try (EngineSession session = EngineSession.open(Path.of(arguments[0]), options)) {
      for (int done = 1; !out.checkError(); done++) {
        session.run(history.nextOne());
        out.println(done);
      }
    }
  }
}
