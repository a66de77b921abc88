package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Opens a real file, reads until the compiled code does it, cuts the file behind the engine's back,
 * and does everything again. Run in a process of its own, since a mistake here ends the process.
 * Prints what came of it.
 */
final class CutFile {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] ROOM = {'a'};
  private static final int ROOM_PAGES = 500;
  private static final int ENTRIES = 60_000;
  private static final int VALUE_BYTES = 100;
  private static final int WARMING = 60_000;
  private static final int READS = 30_000;

  private final Database database;
  private final SplitMix64 random = new SplitMix64(1);
  private final TreeMap<String, Integer> outcomes = new TreeMap<>();
  private long sum;

  private CutFile(Database database) {
    this.database = database;
  }

  /** Arguments: the file, and how many thousandths of it are left. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    int left = Integer.parseInt(arguments[1]);
    try (Database database = new Engine().open(path, DatabaseOptions.defaults())) {
      CutFile test = new CutFile(database);
      test.fill();
      try (Transaction old = database.beginRead()) {
        test.readMuch(old, WARMING);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.truncate(old.sizeBytes() * left / 1_000);
        }
        test.after(old);
      }
      System.out.println("outcomes " + test.outcomes);
    }
    System.out.println("done");
  }

  /** Branch pages and the root come to lie before the leaves, so that a cut leaves ways into it. */
  private void fill() {
    database.update(
        transaction -> {
          Bucket room = transaction.createBucket(ROOM);
          for (int i = 0; i < ROOM_PAGES; i++) {
            room.put(key(i), new byte[3_000]);
          }
        });
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(BUCKET);
          for (int i = 0; i < ENTRIES; i++) {
            bucket.put(key(i), value(i));
          }
        });
    database.update(transaction -> transaction.deleteBucket(ROOM));
    database.update(
        transaction -> {
          for (int i = 0; i < ENTRIES; i += 500) {
            bucket(transaction).put(key(i), value(i));
          }
        });
  }

  private static byte[] value(int i) {
    return new byte[i % 1_000 == 7 ? 20_000 : VALUE_BYTES];
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Long.BYTES).putLong(i).array();
  }

  private void after(Transaction old) {
    for (int i = 0; i < READS; i++) {
      attempt("get", () -> get(old));
      attempt("view", () -> view(old));
      attempt("seek", () -> seek(old));
    }
    for (int i = 0; i < 20; i++) {
      attempt("scan", () -> scan(old));
      attempt("reader", () -> database.view(this::get));
      attempt("put", () -> database.update(transaction -> put(transaction)));
      attempt("rollback", this::rollback);
      attempt("delete bucket", () -> database.update(reader -> reader.deleteBucket(BUCKET)));
      attempt("inspect", this::inspect);
      attempt("dump", this::dump);
      database.stats();
      database.readers();
    }
  }

  /** What is tried, and may be refused by an error of the engine's own. */
  private interface Attempt {
    void run() throws IOException;
  }

  private void attempt(String what, Attempt attempt) {
    String outcome;
    try {
      attempt.run();
      outcome = "done";
    } catch (StorageException refused) {
      outcome = "refused";
      requireMessage(refused);
    } catch (Throwable other) {
      outcome = "failed";
      other.printStackTrace(System.out);
    }
    outcomes.merge(what + " " + outcome, 1, Integer::sum);
  }

  private void requireMessage(StorageException refused) {
    if (!String.valueOf(refused.getMessage()).contains(database.path().toString())) {
      outcomes.merge("message without the file: " + refused.getMessage(), 1, Integer::sum);
    }
  }

  private void readMuch(Transaction reader, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      get(reader);
      view(reader);
      seek(reader);
    }
    for (int i = 0; i < 5; i++) {
      scan(reader);
      inspect();
      dump();
      rollback();
    }
  }

  private byte[] anyKey() {
    return key(random.below(ENTRIES));
  }

  private Bucket bucket(Transaction transaction) {
    return Objects.requireNonNull(transaction.bucket(BUCKET));
  }

  private int get(Transaction reader) {
    byte[] value = Objects.requireNonNull(bucket(reader).get(anyKey()));
    sum += value[value.length - 1];
    return value.length;
  }

  private void view(Transaction reader) {
    BytesView view = reader.newView();
    if (bucket(reader).get(anyKey(), view)) {
      sum += view.size() + view.byteAt(view.size() - 1) + view.getLong(0);
      sum += view.compareTo(BUCKET) + view.toArray().length;
    }
  }

  private void seek(Transaction reader) {
    Cursor cursor = bucket(reader).cursor();
    cursor.seek(anyKey());
    sum += cursor.key().length + Objects.requireNonNull(cursor.value()).length;
  }

  private void scan(Transaction reader) {
    Cursor cursor = bucket(reader).cursor();
    BytesView view = reader.newView();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      cursor.key(view);
      sum += view.getLong(0);
      cursor.value(view);
      sum += view.byteAt(view.size() - 1);
    }
  }

  private void put(Transaction transaction) {
    for (int i = 0; i < 20; i++) {
      bucket(transaction).put(anyKey(), new byte[VALUE_BYTES]);
    }
  }

  private void rollback() {
    try (Transaction transaction = database.beginWrite()) {
      put(transaction);
    }
  }

  private void inspect() {
    try (Inspection inspection = database.inspect()) {
      inspection.metas();
      sum += inspection.check().size();
      inspection.pages(page -> sum += page.elements());
      inspection.page(3);
    }
  }

  private void dump() throws IOException {
    database.dump(OutputStream.nullOutputStream());
  }
}
