package io.togglebolt.itests.container;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what other threads bring about, with a deadline that fails the test. */
final class Await {
  /** Longer than anything here takes on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Await() {}

  /** Waits until the condition holds; what it throws fails the test at once. */
  static void until(String what, Callable<Boolean> condition) {
    until(what, () -> "", condition);
  }

  /** The same; the failure says how things stood in the end. */
  static void until(String what, Supplier<?> state, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(what, condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "after " + PATIENCE.toSeconds() + " s still not: " + what + " " + state.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits until there is one, and returns it. */
  static <T> T present(String what, Callable<Optional<T>> wanted) {
    AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
    until(
        what,
        () -> {
          found.set(wanted.call());
          return found.get().isPresent();
        });
    return found.get().orElseThrow();
  }

  /** Waits until a class loader is kept by nobody and its memory is taken back. */
  static void collected(WeakReference<ClassLoader> loader) {
    until(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.refersTo(null);
        });
  }

  private static boolean holds(String what, Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception thrown) {
      throw new AssertionError("while waiting for this: " + what, thrown);
    }
  }
}
