package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.Store;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/** An LMDB environment with one database. */
final class LmdbStore implements Store {
  private static final long MAP_BYTES = 4L << 30;

  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> entries;

  LmdbStore(Path folder, boolean sync) {
    EnvFlags[] flags = sync ? new EnvFlags[0] : new EnvFlags[] {EnvFlags.MDB_NOSYNC};
    environment = Env.create().setMapSize(MAP_BYTES).setMaxDbs(1).open(folder.toFile(), flags);
    entries = environment.openDbi("b", DbiFlags.MDB_CREATE);
  }

  @Override
  public Snapshot snapshot() {
    return new Reader(environment.txnRead(), entries);
  }

  @Override
  public void commit(Entries from, int count) {
    ByteBuffer key = ByteBuffer.allocateDirect(Entries.KEY_BYTES);
    ByteBuffer value = ByteBuffer.allocateDirect(Entries.VALUE_BYTES);
    try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
      for (int i = 0; i < count; i++) {
        from.advance();
        put(transaction, key.clear().put(from.key()), value.clear().put(from.value()));
      }
      transaction.commit();
    }
  }

  private void put(Txn<ByteBuffer> transaction, ByteBuffer key, ByteBuffer value) {
    entries.put(transaction, key.flip(), value.flip());
  }

  /** LMDB has nothing for concurrent writers: they take turns, each with a commit of its own. */
  @Override
  public void putConcurrently(byte[] key, byte[] value) {
    ByteBuffer keyBuffer = ByteBuffer.allocateDirect(key.length).put(key);
    ByteBuffer valueBuffer = ByteBuffer.allocateDirect(value.length).put(value);
    try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
      put(transaction, keyBuffer, valueBuffer);
      transaction.commit();
    }
  }

  @Override
  public void close() {
    environment.close();
  }

  private static final class Reader implements Snapshot {
    private final Txn<ByteBuffer> transaction;
    private final Dbi<ByteBuffer> entries;
    private final ByteBuffer wanted = ByteBuffer.allocateDirect(Entries.KEY_BYTES);

    Reader(Txn<ByteBuffer> transaction, Dbi<ByteBuffer> entries) {
      this.transaction = transaction;
      this.entries = entries;
    }

    @Override
    public int valueBytes(byte[] key) {
      ByteBuffer value = entries.get(transaction, wanted.clear().put(key).flip());
      return value == null ? -1 : value.remaining();
    }

    @Override
    public long scan() {
      long bytes = 0;
      try (Cursor<ByteBuffer> cursor = entries.openCursor(transaction)) {
        for (boolean more = cursor.first(); more; more = cursor.next()) {
          bytes += cursor.key().remaining() + cursor.val().remaining();
        }
      }
      return bytes;
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
