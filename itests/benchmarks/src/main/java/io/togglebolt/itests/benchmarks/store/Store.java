package io.togglebolt.itests.benchmarks.store;

/** An open store under measurement. Thread-safe, except that one thread at a time commits. */
public interface Store extends AutoCloseable {

  /** Begins a read transaction, which belongs to the calling thread. */
  Snapshot snapshot();

  /**
   * Puts the next {@code count} entries in one transaction. When it returns they are as durable as
   * the store was opened for.
   */
  void commit(Entries entries, int count);

  /**
   * Puts one entry, for many threads at once: in whatever way the store offers to concurrent
   * writers. Durable when it returns.
   */
  void putConcurrently(byte[] key, byte[] value);

  @Override
  void close();
}
