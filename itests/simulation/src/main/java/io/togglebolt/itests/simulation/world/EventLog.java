package io.togglebolt.itests.simulation.world;

/**
 * What happened, line by line, for people: virtual time, who, and what. Putting it into words costs
 * more than what is told of, so whoever tells asks first whether anybody listens.
 */
public interface EventLog {
  /** Nobody listens. */
  EventLog NONE =
      new EventLog() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void line(String line) {}
      };

  /** Whether lines are wanted. */
  boolean isOn();

  /** Takes a line, which ends without a line break. */
  void line(String line);
}
