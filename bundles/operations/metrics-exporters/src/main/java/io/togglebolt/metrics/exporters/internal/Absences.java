package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.runtime.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The chosen exporters that nobody offers. Each is told of once when it has been absent for a
 * while, whatever made it so: one that is misspelt never comes, and nobody should have to guess.
 * Thread-safe; nobody is told within its monitor.
 */
final class Absences {
  /** After so long one that is absent is worth a line; an update of its bundle is over by then. */
  static final long WARNING_MILLIS = 10_000;

  private final Scheduler scheduler;
  private final Consumer<String> told;

  /** From each absent name to what tells this absence from an earlier one. */
  private final Map<String, Object> absent = new HashMap<>();

  /** Without any. The scheduler is the caller's; {@code told} is called on it. */
  Absences(Scheduler scheduler, Consumer<String> told) {
    this.scheduler = scheduler;
    this.told = told;
  }

  /** These are absent now, and no others. Only enqueues. */
  void are(Set<String> names) {
    List<Runnable> begun = new ArrayList<>();
    synchronized (this) {
      absent.keySet().retainAll(names);
      for (String name : names) {
        if (!absent.containsKey(name)) {
          Object absence = new Object();
          absent.put(name, absence);
          begun.add(() -> tell(name, absence));
        }
      }
    }
    begun.forEach(task -> scheduler.schedule(task, WARNING_MILLIS));
  }

  private void tell(String name, Object absence) {
    synchronized (this) {
      if (absent.get(name) != absence) {
        return;
      }
    }
    told.accept(name);
  }
}
