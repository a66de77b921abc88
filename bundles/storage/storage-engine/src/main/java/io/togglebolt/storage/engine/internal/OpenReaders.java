package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.ReaderInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The read transactions of a database. Beginning and ending one takes no lock. */
final class OpenReaders {
  private final String file;
  private final FileStore store;
  private final Supplier<Meta> current;
  private final Clock clock;
  private final ReaderTable table = new ReaderTable();
  private final Set<ReadTransaction> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder begun = new LongAdder();

  /**
   * @param file the file's name, for messages
   * @param current the last published meta
   */
  OpenReaders(String file, FileStore store, Supplier<Meta> current, Clock clock) {
    this.file = file;
    this.store = store;
    this.current = current;
    this.clock = clock;
  }

  /** Begins a read transaction on the last published meta. */
  ReadTransaction begin(String label, Consumer consumer) {
    ReaderTable.Entry entry = table.enter(() -> current.get().txid());
    Meta meta = current.get();
    while (meta.txid() != entry.txid()) {
      // Published in between: only the meta of the entry's own transaction is protected by it.
      table.leave(entry);
      entry = table.enter(() -> current.get().txid());
      meta = current.get();
    }
    FileStore.Mapping mapping;
    try {
      // Long enough for the meta, since it was put in place before the meta was published.
      mapping = store.use();
    } catch (RuntimeException closed) {
      table.leave(entry);
      throw closed;
    }
    Pages pages = new Pages(file, mapping.segment(), meta.pageSize(), meta.highWater());
    ReadTransaction.Opened opened =
        new ReadTransaction.Opened(
            consumer, numbers.incrementAndGet(), label, clock.nanoTime(), clock.wallMillis());
    ReadTransaction reader = new ReadTransaction(this, meta, pages, entry, mapping, opened);
    open.add(reader);
    begun.increment();
    return reader;
  }

  void ended(ReadTransaction reader, ReaderTable.Entry entry) {
    open.remove(reader);
    table.leave(entry);
  }

  /** The transactions that are seen, ascending, without duplicates. */
  long[] scan() {
    return table.scan();
  }

  int count() {
    return open.size();
  }

  long begun() {
    return begun.sum();
  }

  /** The open readers, oldest first. */
  List<ReaderInfo> list() {
    long now = clock.nanoTime();
    return open.stream()
        .sorted(Comparator.comparingLong(ReadTransaction::number))
        .map(reader -> reader.info(now))
        .toList();
  }

  /** Ends those of one consumer. */
  void closeOf(Consumer consumer) {
    open.stream().filter(reader -> reader.consumer() == consumer).forEach(ReadTransaction::close);
  }

  void closeAll() {
    open.forEach(ReadTransaction::close);
  }
}
