package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.Store;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A RocksDB with its default column family. */
final class RocksStore implements Store {
  private static final long CACHE_BYTES = 256L << 20;

  private final Cache cache;
  private final Options options;
  private final WriteOptions durability;
  private final RocksDB database;

  RocksStore(Path folder, boolean sync) {
    RocksDB.loadLibrary();
    cache = new LRUCache(CACHE_BYTES);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    durability = new WriteOptions().setSync(sync);
    try {
      database = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(folder + " cannot be opened", e);
    }
  }

  @Override
  public Snapshot snapshot() {
    return new Reader(database);
  }

  @Override
  public void commit(Entries from, int count) {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < count; i++) {
        from.advance();
        batch.put(from.key(), from.value());
      }
      database.write(durability, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException("the batch was refused", e);
    }
  }

  /** RocksDB lets concurrent writers share a write to its log by itself. */
  @Override
  public void putConcurrently(byte[] key, byte[] value) {
    try {
      database.put(durability, key, value);
    } catch (RocksDBException e) {
      throw new IllegalStateException("the put was refused", e);
    }
  }

  @Override
  public void close() {
    database.close();
    durability.close();
    options.close();
    cache.close();
  }

  private static final class Reader implements Snapshot {
    private final RocksDB database;
    private final org.rocksdb.Snapshot snapshot;
    private final ReadOptions reading;
    private final byte[] value = new byte[Entries.VALUE_BYTES];

    Reader(RocksDB database) {
      this.database = database;
      snapshot = database.getSnapshot();
      reading = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public int valueBytes(byte[] key) {
      try {
        int bytes = database.get(reading, key, value);
        return bytes == RocksDB.NOT_FOUND ? -1 : bytes;
      } catch (RocksDBException e) {
        throw new IllegalStateException("the get was refused", e);
      }
    }

    @Override
    public long scan() {
      long bytes = 0;
      try (RocksIterator each = database.newIterator(reading)) {
        for (each.seekToFirst(); each.isValid(); each.next()) {
          bytes += each.key().length + each.value().length;
        }
      }
      return bytes;
    }

    @Override
    public void close() {
      reading.close();
      database.releaseSnapshot(snapshot);
    }
  }
}
