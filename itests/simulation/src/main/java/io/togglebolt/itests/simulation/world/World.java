package io.togglebolt.itests.simulation.world;

import io.togglebolt.runtime.Clock;
import io.togglebolt.testkit.SplitMix64;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time: all that is going to happen, in the order in which it will, in one queue. Of events
 * at the same moment the seed draws the order. One thread's.
 */
public final class World {
  /** Nanoseconds in a millisecond. */
  public static final long MILLI = 1_000_000;

  private static final long FIRST_WALL_MILLIS = 1_700_000_000_000L;

  private static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::dueNanos)
          .thenComparingLong(Event::tie)
          .thenComparingLong(Event::number);

  private final PriorityQueue<Event> queue = new PriorityQueue<>(ORDER);
  private final SplitMix64 ties;
  private final EventLog log;
  private long nowNanos;
  private long events;

  private record Event(long dueNanos, long tie, long number, Runnable task) {}

  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return nowNanos;
        }

        @Override
        public long wallMillis() {
          return FIRST_WALL_MILLIS + nowNanos / MILLI;
        }
      };

  /** Begins at 0. */
  public World(SplitMix64 random, EventLog log) {
    ties = random.fork();
    this.log = log;
  }

  /** Virtual time since the beginning, in nanoseconds. */
  public long now() {
    return nowNanos;
  }

  /** True time, as no machine of the simulation knows it. */
  public Clock clock() {
    return clock;
  }

  /** How many events there were, those to come included. */
  public long events() {
    return events;
  }

  /** Has something done after so many nanoseconds. */
  public void after(long nanos, Runnable task) {
    queue.add(new Event(nowNanos + Math.max(0, nanos), ties.next(), events++, task));
  }

  /** When the next event is due; {@link Long#MAX_VALUE} when there is none. */
  public long nextDue() {
    Event next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.dueNanos();
  }

  /** Moves time on, no further than to the next event. */
  public void moveTo(long nanos) {
    if (nanos < nowNanos || nanos > nextDue()) {
      throw new IllegalArgumentException(
          "time is " + nowNanos + " and the next event at " + nextDue() + ", not " + nanos);
    }
    nowNanos = nanos;
  }

  /** Moves time on to the next event, and lets it happen. */
  public void step() {
    Event next = queue.remove();
    nowNanos = next.dueNanos();
    next.task().run();
  }

  /** Whether lines for the event log are wanted. */
  public boolean logs() {
    return log.isOn();
  }

  /** Writes a line to the event log; ask {@link #logs()} before putting it into words. */
  public void log(String who, String what) {
    StringBuilder line = new StringBuilder(80);
    long micros = nowNanos / 1_000;
    String fraction = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
    line.append(micros / 1_000_000).append('.').append(fraction);
    while (line.length() < 11) {
      line.insert(0, ' ');
    }
    line.append("  ").append(who);
    while (line.length() < 19) {
      line.append(' ');
    }
    log.line(line.append("  ").append(what).toString());
  }
}
