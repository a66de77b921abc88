package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names under which the open databases of an engine register with metrics. Two of one name are
 * allowed, since the name is the file's own where nobody gave another; but then only one of them
 * shows, and nobody would guess why.
 *
 * <p>Those that register with different metrics do not meet, and those that register with none at
 * all are not seen here.
 */
final class OpenNames {
  private static final Logger LOG = System.getLogger(OpenNames.class.getName());

  /** Guarded by itself. */
  private final List<Name> open = new ArrayList<>();

  /** One open database. */
  static final class Name {
    private final String name;
    private final Path path;
    private final Metrics metrics;

    Name(String name, Path path, Metrics metrics) {
      this.name = name;
      this.path = path;
      this.metrics = metrics;
    }

    /** Metrics are others' code, so they are not asked whether they are equal. */
    private boolean meets(Name other) {
      return name.equals(other.name) && metrics == other.metrics;
    }
  }

  /** A database opens: warns when another one is open that registers as the same. */
  void enter(Name entering) {
    if (entering.metrics == Metrics.none()) {
      return;
    }
    Optional<Name> other;
    synchronized (open) {
      other = open.stream().filter(entering::meets).findFirst();
      open.add(entering);
    }
    other.ifPresent(
        first ->
            LOG.log(
                Level.WARNING,
                "{0}: {1} opens under the name that {2} has, which is open too: metrics show the"
                    + " gauges of one of the two only, and add up what both count. Give each a name"
                    + " of its own (DatabaseOptions.withName)",
                entering.name,
                entering.path,
                first.path));
  }

  /** It closes. */
  void leave(Name leaving) {
    synchronized (open) {
      open.removeIf(each -> each == leaving);
    }
  }
}
