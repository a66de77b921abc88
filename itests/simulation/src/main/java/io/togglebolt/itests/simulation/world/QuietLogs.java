package io.togglebolt.itests.simulation.world;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the logs of what is simulated quiet until it is closed, for disks that fail by the thousand
 * make log and database warn by the thousand, on a clock that has nothing to do with theirs. It is
 * the whole JVM's, so one at a time.
 */
public final class QuietLogs implements AutoCloseable {
  /** Kept, for what is set of a logger goes with it. */
  private static final Logger LOGGER = Logger.getLogger("io.togglebolt");

  private final @Nullable Level before = LOGGER.getLevel();

  /** Quiet from now on. */
  public QuietLogs() {
    LOGGER.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    LOGGER.setLevel(before);
  }
}
