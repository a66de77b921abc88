package io.togglebolt.itests.container;

import io.togglebolt.storage.Database;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Opens one reader after the other in a thread of its own and keeps the newest few open, each of
 * which must go on seeing what it saw first; and one that stays open for longer than the others.
 */
final class StaggeredReaders implements AutoCloseable {
  private static final int OPEN = 6;
  private static final int LONG_LIFE = 40;

  private final Database database;
  private final WriterLoop writer;
  private final Thread thread;
  private volatile boolean ending;
  private volatile Throwable failure;

  StaggeredReaders(Database database, WriterLoop writer) {
    this.database = database;
    this.writer = writer;
    thread = new Thread(this::loop, "readers of " + database.name());
    thread.start();
  }

  private void loop() {
    Deque<HeldReader> open = new ArrayDeque<>();
    HeldReader lasting = new HeldReader(database);
    try {
      for (int turn = 1; !ending; turn++) {
        open.addLast(new HeldReader(database));
        if (open.size() > OPEN) {
          open.removeFirst().close();
        }
        open.getFirst().requireUnchanged();
        if (turn % LONG_LIFE == 0) {
          lasting.close();
          lasting = new HeldReader(database);
        }
        lasting.requireUnchanged();
        writer.awaitCommits(1);
      }
      while (!open.isEmpty()) {
        open.removeFirst().close();
      }
      lasting.close();
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("a reader failed", thrown);
    }
  }

  @Override
  public void close() {
    ending = true;
    Await.until("the readers end", () -> !thread.isAlive());
    requireNoFailure();
  }
}
