package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.ReaderInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The read transactions of a database. Beginning and ending one takes no lock, counts no shared
 * number and joins no shared set: all that is known of a reader stands in its entry of the table.
 */
final class OpenReaders {
  private final Supplier<Committed.State> current;
  private final Clock clock;
  private final ReaderTable<ReadTransaction> table = new ReaderTable<>();

  OpenReaders(Committed committed, Clock clock) {
    current = committed::state;
    this.clock = clock;
  }

  /** Begins a read transaction on the last published state. */
  ReadTransaction begin(String label, Client client) {
    long openedNanos = clock.nanoTime();
    ReaderTable.Entry<ReadTransaction> entry = table.enter(Thread.currentThread().threadId());
    Committed.State state = table.settle(entry, current);
    ReadTransaction reader = new ReadTransaction(this, state, entry, client, label, openedNanos);
    entry.show(reader);
    return reader;
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
        .sorted(Comparator.comparingLong(reader -> reader.openedNanos() - nowNanos))
        .map(reader -> reader.info(nowNanos, nowWallMillis))
        .toList();
  }

  /** Ends those of one client. */
  void closeOf(Client client) {
    open().stream().filter(reader -> reader.client() == client).forEach(ReadTransaction::close);
  }

  void closeAll() {
    open().forEach(ReadTransaction::close);
  }
}
