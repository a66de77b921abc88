package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.util.zip.CRC32C;

/** A reader that is kept open and must go on seeing what it saw first. */
final class HeldReader implements AutoCloseable {
  private final Transaction transaction;
  private final long seen;

  HeldReader(Database database) {
    transaction = database.beginRead("held by a test");
    seen = content();
  }

  private long content() {
    CRC32C sum = new CRC32C();
    Bucket bucket = transaction.bucket(WriterLoop.BUCKET);
    Cursor cursor = bucket.cursor();
    WriterLoop.Seen numbers = new WriterLoop.Seen();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      sum.update(cursor.key());
      sum.update(cursor.value());
      numbers.add(cursor.key(), cursor.value());
    }
    numbers.requireWhole();
    return sum.getValue();
  }

  void requireUnchanged() {
    assertEquals("what the reader at " + transaction.id() + " sees", seen, content());
  }

  @Override
  public void close() {
    requireUnchanged();
    transaction.close();
  }
}
