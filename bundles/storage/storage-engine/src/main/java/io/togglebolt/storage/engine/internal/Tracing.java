package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Database;
import java.util.Set;
import java.util.stream.Collectors;

/** Where readers are opened, as text: classes and loaders of the caller must not be kept. */
final class Tracing {
  /** Enough to get out of a framework's layers; each costs time when a reader begins. */
  private static final int MOST_FRAMES = 32;

  /** What every reader passes on its way in, and tells nobody anything. */
  private static final Set<String> WAY_IN =
      Set.of(
          Tracing.class.getName(),
          OpenReaders.class.getName(),
          EngineDatabase.class.getName(),
          ClientDatabase.class.getName(),
          Database.class.getName());

  private Tracing() {}

  /** The calls that led here, the innermost outside the engine first, a line for each. */
  static String here() {
    // Or it is the walk that overflows, half-way through the set-up of a class of Java's own.
    StackRoom.require();
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .dropWhile(frame -> WAY_IN.contains(frame.getClassName()))
                    .limit(MOST_FRAMES)
                    .map(String::valueOf)
                    .collect(Collectors.joining("\n")));
  }
}
