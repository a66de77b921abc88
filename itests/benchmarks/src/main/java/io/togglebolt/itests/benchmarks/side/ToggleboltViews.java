package io.togglebolt.itests.benchmarks.side;

import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import java.nio.file.Path;

/** Our engine, reading without copies. */
public final class ToggleboltViews implements StoreFactory {

  /** Made by the service loader. */
  public ToggleboltViews() {}

  @Override
  public String name() {
    return "togglebolt-views";
  }

  @Override
  public String version() {
    return new Togglebolt().version();
  }

  @Override
  public String settings() {
    return new Togglebolt().settings();
  }

  @Override
  public Store open(Path folder, boolean sync) {
    return open(folder, DatabaseOptions.defaults().withNoSync(!sync));
  }

  /** Opens a store that is made when it is missing, with options of the caller's. */
  public static Store open(Path folder, DatabaseOptions options) {
    return new ToggleboltStore(folder, options, Viewing::new);
  }

  /** Reads by pointing one view at each value. */
  private static final class Viewing implements Snapshot {
    private final Transaction transaction;
    private final Bucket bucket;
    private final BytesView value;

    Viewing(Transaction transaction, Bucket bucket) {
      this.transaction = transaction;
      this.bucket = bucket;
      value = transaction.newView();
    }

    @Override
    public int valueBytes(byte[] key) {
      return bucket.get(key, value) ? value.size() : -1;
    }

    @Override
    public long scan() {
      long bytes = 0;
      BytesView key = transaction.newView();
      Cursor cursor = bucket.cursor();
      while (cursor.next()) {
        cursor.key(key);
        cursor.value(value);
        bytes += key.size() + value.size();
      }
      return bytes;
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
