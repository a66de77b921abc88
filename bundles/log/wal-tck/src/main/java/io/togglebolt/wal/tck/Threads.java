package io.togglebolt.wal.tck;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets a writer be called by threads of its own. */
final class Threads {
  private Threads() {}

  /** Something that runs on a thread of its own, once. */
  static final class Task {
    private final Thread thread;
    private volatile @Nullable Throwable thrown;

    Task(StagedLog.Call call) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .unstarted(
                  () -> {
                    try {
                      call.run();
                    } catch (IOException | RuntimeException | Error failure) {
                      thrown = failure;
                    }
                  });
    }

    /** Starts it, and returns when it is done, or when it waits for somebody: the caller, maybe. */
    void startAndLetRun() {
      thread.start();
      while (thread.getState() == Thread.State.RUNNABLE) {
        Thread.yield();
      }
    }

    /** Waits until it is done, and throws what it threw. */
    void join() throws IOException, InterruptedException {
      thread.join();
      switch (thrown) {
        case null -> {}
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case Throwable failure -> throw new AssertionError(failure);
      }
    }
  }

  /** Makes a call on a new thread and waits for it. */
  static void callOnNewThread(StagedLog.Call call) throws IOException {
    Task task = new Task(call);
    task.thread.start();
    try {
      task.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", interrupted);
    }
  }
}
