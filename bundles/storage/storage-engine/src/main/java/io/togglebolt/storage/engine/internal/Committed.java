package io.togglebolt.storage.engine.internal;

/**
 * The last committed state, as new transactions find it: one object that is replaced as a whole, so
 * that a meta and the mapping that is long enough for it are always seen together. Published by the
 * writer alone.
 */
final class Committed {
  /**
   * A committed state.
   *
   * @param pages its pages, shared by all who read it
   */
  record State(Meta meta, Pages pages) implements ReaderTable.Snapshot {
    @Override
    public long txid() {
      return meta.txid();
    }
  }

  private final String file;
  private final FileStore store;
  private volatile State current;

  /** Begins with the state that the file holds. */
  Committed(String file, FileStore store, Meta meta) {
    this.file = file;
    this.store = store;
    current = state(meta);
  }

  private State state(Meta meta) {
    return new State(
        meta, new Pages(file, store.newestMapping(), meta.pageSize(), meta.highWater(), store));
  }

  State state() {
    return current;
  }

  Meta get() {
    return current.meta;
  }

  /** A durable meta becomes what new transactions see. */
  void publish(Meta next) {
    current = state(next);
    store.published(next.txid());
  }
}
