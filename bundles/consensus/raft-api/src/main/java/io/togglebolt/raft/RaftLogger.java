package io.togglebolt.raft;

import java.lang.System.Logger.Level;

/**
 * Where a member says what it does. The lines are etcd's, word for word, so that whoever knows
 * those of an etcd can read ours; ids in them are hexadecimal. Called on the member's thread.
 */
public interface RaftLogger {
  /** Says nothing. */
  RaftLogger NONE =
      new RaftLogger() {
        @Override
        public boolean isLoggable(Level level) {
          return false;
        }

        @Override
        public void log(Level level, String line) {}
      };

  /** Whether lines of this level are wanted; what is not wanted is not even put into words. */
  boolean isLoggable(Level level);

  /** Takes a line. */
  void log(Level level, String line);

  /** Writes to a logger of the JDK. */
  static RaftLogger to(System.Logger logger) {
    return new RaftLogger() {
      @Override
      public boolean isLoggable(Level level) {
        return logger.isLoggable(level);
      }

      @Override
      public void log(Level level, String line) {
        logger.log(level, "{0}", line);
      }
    };
  }
}
