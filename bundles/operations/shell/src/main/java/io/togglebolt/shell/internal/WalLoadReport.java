package io.togglebolt.shell.internal;

import io.togglebolt.wal.WalStatus;
import java.util.concurrent.TimeUnit;

/**
 * What a load of a log has done.
 *
 * @param before how the log stood when it began
 * @param after how it stood when it ended
 * @param nanos for how long
 * @param appenders how many appended side by side
 * @param sizeBytes how large each entry's data was
 * @param saves how many saves became durable
 * @param p50Nanos half of them took no longer
 * @param p99Nanos 99 of 100 of them took no longer
 * @param longestNanos the longest took this long
 */
record WalLoadReport(
    WalStatus before,
    WalStatus after,
    long nanos,
    int appenders,
    int sizeBytes,
    long saves,
    long p50Nanos,
    long p99Nanos,
    long longestNanos) {
  private static final String NOTHING = "-";

  private static long perSecond(double count, long nanos) {
    return Math.round(count * TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos));
  }

  /** How it goes, while it goes on. */
  static String line(WalStatus now, long saves, long nanos, long nanosLeft) {
    return now.name()
        + ": "
        + Units.count(saves, "save")
        + ", "
        + perSecond(saves, nanos)
        + " a second, writer "
        + now.writer().orElse(NOTHING)
        + ", sync p99 "
        + Units.nanos(now.syncP99Nanos())
        + ", "
        + Units.count(now.segments(), "segment")
        + "; "
        + Units.nanos(nanosLeft)
        + " left (Ctrl-C ends)";
  }

  /** In words. */
  String text() {
    long syncs = after.syncs() - before.syncs();
    return Details.none()
        .with("load on", after.name())
        .with("writer", writers())
        .with("lasted", Units.nanos(nanos))
        .with("appenders", appenders)
        .with("entry", Units.bytes(sizeBytes))
        .with("saves", saves)
        .with("saves per second", perSecond(saves, nanos))
        .with("saved per second", Units.bytes(perSecond((double) saves * sizeBytes, nanos)))
        .with("save p50", Units.nanos(p50Nanos))
        .with("save p99", Units.nanos(p99Nanos))
        .with("longest save", Units.nanos(longestNanos))
        .with("syncs", syncs)
        .with("saves per sync", syncs == 0 ? NOTHING : Math.round((double) saves / syncs))
        .with("last index", before.lastIndex() + " -> " + after.lastIndex())
        .with("segments", before.segments() + " -> " + after.segments())
        .text();
  }

  private String writers() {
    String first = before.writer().orElse(NOTHING);
    String last = after.writer().orElse(NOTHING);
    return first.equals(last) ? last : first + " -> " + last;
  }

  /** In words, too: the shell may end before the load does, and its converters before the shell. */
  @Override
  public String toString() {
    return text();
  }
}
