package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.Store;
import java.nio.file.Path;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/** An MVStore with one map. */
final class MvStoreStore implements Store {
  private static final int CACHE_MEBIBYTES = 256;

  private final MVStore store;
  private final MVMap<byte[], byte[]> entries;
  private final boolean sync;

  MvStoreStore(Path folder, boolean sync) {
    this.sync = sync;
    store =
        new MVStore.Builder()
            .fileName(folder.resolve("data.mv").toString())
            .cacheSize(CACHE_MEBIBYTES)
            .autoCommitDisabled()
            .open();
    entries =
        store.openMap(
            "b",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  @Override
  public Snapshot snapshot() {
    return new Reader(store, entries);
  }

  @Override
  public void commit(Entries from, int count) {
    for (int i = 0; i < count; i++) {
      from.advance();
      entries.put(from.key(), from.value());
    }
    commit();
  }

  private void commit() {
    store.commit();
    if (sync) {
      store.sync();
    }
  }

  /** Concurrent writers share the map; whoever commits first commits for all that is in it. */
  @Override
  public void putConcurrently(byte[] key, byte[] value) {
    entries.put(key, value);
    commit();
  }

  @Override
  public void close() {
    store.close();
  }

  /** One version of the map, kept from being reused while it is read. */
  private static final class Reader implements Snapshot {
    private final MVStore store;
    private final MVStore.TxCounter usage;
    private final MVMap<byte[], byte[]> version;

    Reader(MVStore store, MVMap<byte[], byte[]> entries) {
      this.store = store;
      usage = store.registerVersionUsage();
      version = entries.openVersion(store.getCurrentVersion());
    }

    @Override
    public int valueBytes(byte[] key) {
      byte[] value = version.get(key);
      return value == null ? -1 : value.length;
    }

    @Override
    public long scan() {
      long bytes = 0;
      Cursor<byte[], byte[]> cursor = version.cursor(null);
      while (cursor.hasNext()) {
        bytes += cursor.next().length + cursor.getValue().length;
      }
      return bytes;
    }

    @Override
    public void close() {
      store.deregisterVersionUsage(usage);
    }
  }
}
