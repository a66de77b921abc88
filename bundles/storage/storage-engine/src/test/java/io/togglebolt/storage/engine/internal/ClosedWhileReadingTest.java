package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another thread closes a reader in the middle of a read: after the read's first look, which found
 * the transaction open, and before it touches a page. The pages stay readable, as they do in a
 * mapping that the database goes on with; only they may hold something else by then. So nothing but
 * the look after the read can tell.
 */
class ClosedWhileReadingTest {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] NESTED = {'n'};
  private static final byte[] KEY = {'k'};
  private static final byte[] VALUE = {1, 2, 3, 4, 5, 6, 7, 8};

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(4096);
  private ReadTransaction open;

  /** Is closed right after the next look whether it is open, once that is asked for. */
  private static final class ClosedBehindALook extends EngineTransaction {
    private boolean armed;

    ClosedBehindALook(ReadTransaction reader) {
      super(reader.base(), reader.pages());
    }

    @Override
    void requireOpen() {
      super.requireOpen();
      if (armed) {
        setClosed();
      }
    }

    @Override
    void requireWritable() {
      throw new UnsupportedOperationException("a reader");
    }

    @Override
    void spoil(Throwable cause) {
      requireWritable();
    }

    @Override
    void freeTreePage(long page) {
      requireWritable();
    }

    @Override
    public long id() {
      return base().txid();
    }

    @Override
    public boolean writable() {
      return false;
    }

    @Override
    public long sizeBytes() {
      return base().highWater() * base().pageSize();
    }

    @Override
    public void commit() {
      requireWritable();
    }

    @Override
    public void onCommit(Runnable hook) {
      requireWritable();
    }

    @Override
    public void onRollback(Runnable hook) {
      requireWritable();
    }

    @Override
    public void close() {
      setClosed();
    }
  }

  /** What a read needs, made while the transaction is open. */
  private record Reading(Bucket bucket, BytesView view, Cursor cursor) {
    static Reading of(EngineTransaction transaction) {
      Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
      BytesView view = transaction.newView();
      assertTrue(bucket.get(KEY, view));
      Cursor cursor = bucket.cursor();
      assertTrue(cursor.first());
      return new Reading(bucket, view, cursor);
    }
  }

  private static final Map<String, Consumer<Reading>> READS =
      Map.ofEntries(
          Map.entry("get", reading -> reading.bucket.get(KEY)),
          Map.entry("get nothing", reading -> reading.bucket.get(NESTED)),
          Map.entry("get into a view", reading -> reading.bucket.get(KEY, reading.view)),
          Map.entry("bucket", reading -> reading.bucket.bucket(NESTED)),
          Map.entry("no bucket", reading -> reading.bucket.bucket(BUCKET)),
          Map.entry("stats", reading -> reading.bucket.stats()),
          Map.entry("byteAt", reading -> reading.view.byteAt(0)),
          Map.entry("getInt", reading -> reading.view.getInt(0)),
          Map.entry("getLong", reading -> reading.view.getLong(0)),
          Map.entry("copyTo", reading -> reading.view.copyTo(0, new byte[4], 0, 4)),
          Map.entry("toArray", reading -> reading.view.toArray()),
          Map.entry("compareTo", reading -> reading.view.compareTo(VALUE)),
          Map.entry("contentEquals", reading -> reading.view.contentEquals(VALUE)),
          Map.entry("first", reading -> reading.cursor.first()),
          Map.entry("next", reading -> reading.cursor.next()),
          Map.entry("seek", reading -> reading.cursor.seek(KEY)),
          Map.entry("key", reading -> reading.cursor.key()),
          Map.entry("key into a view", reading -> reading.cursor.key(reading.view)),
          Map.entry("value", reading -> reading.cursor.value()),
          Map.entry("value into a view", reading -> reading.cursor.value(reading.view)),
          Map.entry("isBucket", reading -> reading.cursor.isBucket()));

  @BeforeEach
  void fill() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(BUCKET);
          bucket.put(KEY, VALUE);
          bucket.createBucket(NESTED);
        });
    open = (ReadTransaction) database.beginRead();
  }

  @AfterEach
  void end() {
    open.close();
    database.close();
  }

  @Test
  void whatIsReadAfterTheCloseIsNotHandedOut() {
    READS.forEach(
        (name, read) -> {
          ClosedBehindALook transaction = new ClosedBehindALook(open);
          Reading reading = Reading.of(transaction);
          read.accept(reading);
          transaction.armed = true;
          assertThrows(TransactionClosedException.class, () -> read.accept(reading), name);
        });
  }
}
