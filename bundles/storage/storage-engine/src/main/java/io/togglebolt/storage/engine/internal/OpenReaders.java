package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.UnknownReaderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The read transactions of a database. Beginning and ending one takes no lock, counts no shared
 * number and joins no shared set: all that is known of a reader stands in its entry of the table.
 */
final class OpenReaders {
  /** How many readers a message names. */
  private static final int MOST_LISTED = 20;

  private final Supplier<Committed.State> current;
  private final Clock clock;
  private final ReaderTable<ReadTransaction> table = new ReaderTable<>();
  private volatile boolean tracing;
  private volatile long warningMillis;

  /**
   * @param current gives the last published state
   */
  OpenReaders(Supplier<Committed.State> current, Clock clock, DatabaseOptions options) {
    this.current = current;
    this.clock = clock;
    configure(options);
  }

  /** Takes over what readers that are yet to begin keep, and which are overdue. */
  void configure(DatabaseOptions options) {
    if (options.readerTracing()) {
      // Its classes are set up here, on a stack with room: where that fails once, it fails for
      // ever.
      Tracing.here();
    }
    tracing = options.readerTracing();
    warningMillis = options.readerWarningMillis();
  }

  /** At which age a reader is overdue, or 0. */
  long warningMillis() {
    return warningMillis;
  }

  /** Begins a read transaction on the last published state. */
  ReadTransaction begin(String label, Client client) {
    long openedNanos = clock.nanoTime();
    String openedAt = tracing ? Tracing.here() : "";
    // So that there is room to give the entry back in.
    StackRoom.requireLittle();
    ReaderTable.Entry<ReadTransaction> entry = table.enter(Thread.currentThread().threadId());
    try {
      Committed.State state = table.settle(entry, current);
      ReadTransaction reader =
          new ReadTransaction(this, state, entry, client, label, openedNanos, openedAt);
      entry.show(reader);
      return reader;
    } catch (Throwable failed) {
      // Memory or stack ran out. Nobody else knows of the entry, and it holds pages back.
      table.abandon(entry);
      throw failed;
    }
  }

  void ended(ReaderTable.Entry<ReadTransaction> entry) {
    table.leave(entry);
  }

  /** The transactions that are seen, ascending, without duplicates. */
  long[] scan() {
    return table.scan();
  }

  int count() {
    return table.open();
  }

  long begun() {
    return table.begun();
  }

  /** For how long the one that was opened first has been open; 0 when none is. */
  long oldestNanos() {
    long nowNanos = clock.nanoTime();
    long[] oldest = {0};
    table.forEach(reader -> oldest[0] = Math.max(oldest[0], nowNanos - reader.openedNanos()));
    return oldest[0];
  }

  private List<ReadTransaction> open() {
    List<ReadTransaction> open = new ArrayList<>();
    table.forEach(open::add);
    return open;
  }

  /** The open readers, oldest first. */
  List<ReaderInfo> list() {
    long nowNanos = clock.nanoTime();
    long nowWallMillis = clock.wallMillis();
    return open().stream()
        .sorted(
            Comparator.<ReadTransaction>comparingLong(reader -> reader.openedNanos() - nowNanos)
                .thenComparingLong(ReadTransaction::id))
        .map(reader -> reader.info(nowNanos, nowWallMillis))
        .toList();
  }

  /** Whether a reader of that age is overdue. */
  boolean isOverdue(long ageNanos) {
    long limitMillis = warningMillis;
    return limitMillis > 0 && ageNanos >= TimeUnit.MILLISECONDS.toNanos(limitMillis);
  }

  /** How long it takes at least until a reader becomes overdue that is not, if it stays open. */
  long nanosUntilOverdue(long nowNanos) {
    long limitNanos = TimeUnit.MILLISECONDS.toNanos(warningMillis);
    return open().stream()
        .mapToLong(reader -> limitNanos - (nowNanos - reader.openedNanos()))
        .filter(nanos -> nanos > 0)
        .min()
        .orElse(limitNanos);
  }

  /** The overdue readers that were not claimed before, by their ids. */
  Set<Long> claimOverdue(long nowNanos) {
    return open().stream()
        .filter(reader -> isOverdue(nowNanos - reader.openedNanos()))
        .filter(ReadTransaction::claimWarning)
        .map(ReadTransaction::number)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Ends one reader.
   *
   * @param by who does, and why, in words that follow "was cancelled"
   * @return the reader as it was
   * @throws UnknownReaderException when it is not open
   */
  ReaderInfo cancel(String database, long id, String by) {
    List<ReadTransaction> open = open();
    for (ReadTransaction reader : open) {
      // The object, not its place, is what ends: the place may have another reader by now.
      if (reader.number() == id && reader.cancel(by)) {
        return reader.info(clock.nanoTime(), clock.wallMillis());
      }
    }
    throw new UnknownReaderException(
        database + ": there is no open reader " + id + "; " + listed(open, id));
  }

  private static String listed(List<ReadTransaction> open, long except) {
    List<String> ids =
        open.stream()
            .map(ReadTransaction::number)
            .filter(number -> number != except)
            .sorted()
            .map(String::valueOf)
            .toList();
    if (ids.isEmpty()) {
      return "none is open";
    }
    String first = String.join(", ", ids.subList(0, Math.min(MOST_LISTED, ids.size())));
    return "open are: "
        + first
        + (ids.size() > MOST_LISTED ? " and " + (ids.size() - MOST_LISTED) + " more" : "");
  }

  /** Ends those of one client. */
  void closeOf(Client client) {
    open().stream().filter(reader -> reader.client() == client).forEach(ReadTransaction::close);
  }

  void closeAll() {
    open().forEach(ReadTransaction::close);
  }
}
