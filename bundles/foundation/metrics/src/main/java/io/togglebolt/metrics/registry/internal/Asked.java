package io.togglebolt.metrics.registry.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Somebody else's code that readers ask: a gauge's value, or what a group looks at. It may fail, or
 * never answer.
 *
 * <p><b>What never answers.</b> Readers ask on their own threads, and any number at the same time.
 * Whoever asks is listed here until the answer comes. As long as one of those listed has been
 * waiting for longer than {@link #LIMIT_NANOS}, whoever comes leaves this out instead of waiting
 * too. So one that hangs costs those readers who came within the limit, and no other; nothing can
 * end their wait, since the code may be anywhere. A thread that asks and comes again, because what
 * it asked reads the registry, leaves this out as well: asking again would never end.
 *
 * <p><b>Threads.</b> The list is a monitor of its own, which guards itself and {@link #told}; it is
 * held while a reader comes and while one goes, for a few instructions in which only the clock is
 * called, and never while somebody's code runs or a line is logged. The order of the list is that
 * of the clock, which is read under the monitor. Three things are not ordered, harmlessly: a reader
 * that asks just before the limit passes waits like those before it; one that is left out just
 * before the answer comes leaves out once what it need not have; and the lines that tell of both
 * may come in either order, where one thread is about to write the first as another ends the wait.
 *
 * <p>Listed are threads that are on the way through this code, so that the list keeps nothing that
 * would be gone otherwise, and closing leaves it to those who are on the way.
 */
abstract sealed class Asked permits Source, Group {
  /** For how long somebody may wait until others no longer begin to. */
  static final long LIMIT_NANOS = 1_000_000_000;

  /** A thread that waits, and since when. */
  private record Ask(Thread by, long begun) {}

  /** What the log has of this: one hang and its end. A gauge that hangs often fills no log. */
  private enum Told {
    NOTHING,
    HANGS,
    ANSWERS
  }

  private final AtomicBoolean warned = new AtomicBoolean();

  /** The longest waiting first; a thread is in it once at most. */
  private final List<Ask> asking = new ArrayList<>(1);

  private Told told = Told.NOTHING;

  /** For people: the metric or the metrics it is for. */
  abstract String named();

  /** Whether it is still registered. */
  abstract boolean isOpen();

  /** Whether this is its first failure. */
  final boolean failsFirst() {
    return warned.compareAndSet(false, true);
  }

  /** Whether the calling thread may ask. If so, it says {@link #end} when it has the answer. */
  final boolean begin(LongSupplier nanoTime, Mishaps mishaps) {
    Thread reader = Thread.currentThread();
    Ask longest;
    long waited;
    boolean first;
    synchronized (asking) {
      if (indexOf(reader) >= 0) {
        return false;
      }
      long now = nanoTime.getAsLong();
      if (isTimely(now)) {
        asking.add(new Ask(reader, now));
        return true;
      }
      longest = asking.getFirst();
      waited = now - longest.begun;
      first = told == Told.NOTHING;
      if (first) {
        told = Told.HANGS;
      }
    }
    mishaps.awaited(this, longest.by.getName(), waited, first);
    return false;
  }

  /** The calling thread asks no more. */
  final void end(LongSupplier nanoTime, Mishaps mishaps) {
    Thread reader = Thread.currentThread();
    boolean answers;
    synchronized (asking) {
      asking.remove(indexOf(reader));
      answers = told == Told.HANGS && isTimely(nanoTime.getAsLong());
      if (answers) {
        told = Told.ANSWERS;
      }
    }
    if (answers && isOpen()) {
      mishaps.answers(this);
    }
  }

  private int indexOf(Thread reader) {
    int i = asking.size() - 1;
    while (i >= 0 && asking.get(i).by != reader) {
      i--;
    }
    return i;
  }

  private boolean isTimely(long now) {
    return asking.isEmpty() || now - asking.getFirst().begun <= LIMIT_NANOS;
  }
}
