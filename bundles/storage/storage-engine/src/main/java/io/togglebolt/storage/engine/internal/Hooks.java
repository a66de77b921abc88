package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.HookFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done after the end of a transaction. Thread-safe, since somebody else may end the
 * transaction than who gave the hooks.
 */
final class Hooks {
  private final List<Runnable> onCommit = new ArrayList<>();
  private final List<Runnable> onRollback = new ArrayList<>();

  synchronized void onCommit(Runnable hook) {
    onCommit.add(Objects.requireNonNull(hook, "the hook for a commit"));
  }

  synchronized void onRollback(Runnable hook) {
    onRollback.add(Objects.requireNonNull(hook, "the hook for a rollback"));
  }

  /** Those for one of the two ends; afterwards there are none, so that each runs once. */
  synchronized List<Runnable> take(boolean committed) {
    List<Runnable> due = List.copyOf(committed ? onCommit : onRollback);
    onCommit.clear();
    onRollback.clear();
    return due;
  }

  /**
   * Runs all, whatever some of them throw.
   *
   * @param what the transaction, for the message
   * @return what is to be thrown, or null when none of them threw
   */
  static @Nullable HookFailedException run(List<Runnable> due, String what, boolean committed) {
    HookFailedException failed = null;
    for (Runnable hook : due) {
      try {
        hook.run();
      } catch (RuntimeException | Error thrown) {
        if (failed == null) {
          failed =
              new HookFailedException(
                  what
                      + (committed ? " is committed" : " is rolled back")
                      + ", but a hook that was to run after it failed: "
                      + thrown,
                  committed,
                  thrown);
        } else {
          failed.addSuppressed(thrown);
        }
      }
    }
    return failed;
  }
}
