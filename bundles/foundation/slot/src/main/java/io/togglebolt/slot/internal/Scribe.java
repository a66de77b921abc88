package io.togglebolt.slot.internal;

import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what happens to one slot: journal, metrics and log. Called without the slot's lock.
 */
final class Scribe {
  private static final System.Logger LOG = System.getLogger("io.togglebolt.slot");

  private final SlotOptions options;
  private final Surroundings surroundings;

  /** Null where the metrics failed at once. */
  private final @Nullable SlotMeters meters;

  /**
   * What a switch took.
   *
   * @param durationNanos from the decision to the switch
   * @param pauseNanos how long the boundary was held
   * @param stateSize how many items the part holds, 0 where nobody counted
   * @param waited how many threads waited for a part
   */
  record Cost(long durationNanos, long pauseNanos, long stateSize, long waited) {
    static final Cost NOTHING = new Cost(0, 0, 0, 0);
  }

  Scribe(SlotOptions options, Surroundings surroundings, Supplier<@Nullable String> active) {
    this.options = options;
    this.surroundings = surroundings;
    meters = meters(active);
  }

  private @Nullable SlotMeters meters(Supplier<@Nullable String> active) {
    try {
      return surroundings.metrics().of(options, active);
    } catch (RuntimeException | Error broken) {
      // The metrics are somebody else's; what they fail at must not harm the slot.
      warn("it will not be counted: " + Reasons.of(broken));
      return null;
    }
  }

  /** Nothing is shown of the slot from now on; its counts stay. */
  void close() {
    if (meters != null) {
      meters.close();
    }
  }

  /** The slot's name in messages. */
  String slot() {
    return "Slot " + options.kind() + " of " + options.owner();
  }

  void switched(Event event, @Nullable String from, @Nullable String to, String reason, Cost cost) {
    write(event, from, to, reason, cost);
    if (event == Event.VACATED) {
      vacated(reason);
    } else {
      LOG.log(System.Logger.Level.DEBUG, () -> slot() + ": " + event + " by " + to + ", " + reason);
    }
  }

  /** Where no operation waits for a part, that there is none may be just what was wanted. */
  private void vacated(String reason) {
    if (options.vacancyTimeoutMillis() > 0) {
      warn("vacant: " + reason + "; operations that need it wait for a candidate");
    } else {
      LOG.log(System.Logger.Level.INFO, slot() + ": vacant: " + reason);
    }
  }

  /** {@code serving} is the part that serves on, {@code name} the one that is not trusted. */
  void setAside(@Nullable String serving, String name, String reason, String where) {
    write(Event.SET_ASIDE, name, serving, name + " was set aside: " + reason, Cost.NOTHING);
    warn(name + " was set aside: " + reason + (where.isEmpty() ? "" : " " + where));
  }

  void warn(String what) {
    LOG.log(System.Logger.Level.WARNING, slot() + ": " + what);
  }

  private void write(
      Event event, @Nullable String from, @Nullable String to, String reason, Cost cost) {
    SwapRecord added =
        surroundings
            .journal()
            .add(
                sequence ->
                    new SwapRecord(
                        sequence,
                        surroundings.clock().wallMillis(),
                        options.kind(),
                        options.owner(),
                        event,
                        from,
                        to,
                        reason,
                        cost.durationNanos(),
                        cost.pauseNanos(),
                        cost.stateSize(),
                        cost.waited()));
    if (meters == null) {
      return;
    }
    try {
      meters.count(added);
    } catch (RuntimeException | Error broken) {
      // As above.
      warn("counting it failed: " + Reasons.of(broken));
    }
  }
}
