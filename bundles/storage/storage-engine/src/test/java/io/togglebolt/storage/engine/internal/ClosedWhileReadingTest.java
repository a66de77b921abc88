package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.PageDetail;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /**
   * Is closed right after one of the looks whether it is open; its pages hold something else then.
   */
  private static final class ClosedBehindALook extends EngineTransaction {
    private static final long NEVER = -1;

    private long closedBehind = NEVER;
    private long looks;
    private Runnable whenClosed = () -> {};

    ClosedBehindALook(ReadTransaction reader) {
      this(reader.base(), reader.pages());
    }

    ClosedBehindALook(Meta meta, Pages pages) {
      super(meta, pages);
    }

    /** From now on it counts its looks. */
    void closeBehind(long look) {
      closedBehind = look;
      looks = 0;
    }

    @Override
    void requireOpen() {
      super.requireOpen();
      looks++;
      if (looks == closedBehind) {
        setClosed();
        whenClosed.run();
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
          transaction.closeBehind(1);
          assertThrows(TransactionClosedException.class, () -> read.accept(reading), name);
        });
  }

  private static final Map<String, Function<Inspection, Object>> LOOKS =
      Map.of(
          "metas",
          Inspection::metas,
          "check",
          Inspection::check,
          "pages",
          ClosedWhileReadingTest::pages,
          "a meta page",
          inspection -> inspection.page(0),
          "a free page",
          inspection -> pageOf(inspection, Use.FREE),
          "a tree page",
          inspection -> pageOf(inspection, Use.LEAF));

  private static List<PageInfo> pages(Inspection inspection) {
    List<PageInfo> pages = new ArrayList<>();
    inspection.pages(pages::add);
    return pages;
  }

  /** The last, since that is where the bucket's entries are. */
  private static PageDetail pageOf(Inspection inspection, Use use) {
    List<PageInfo> pages = pages(inspection);
    return inspection.page(
        pages.stream().filter(page -> page.use() == use).toList().getLast().id());
  }

  /** Wherever in an inspection the reader is closed, what is told is from before. */
  @Test
  void anInspectionTellsNothingThatItReadsAfterTheClose() {
    LOOKS.forEach(
        (name, look) -> {
          for (long behind = 1; isClosedInTime(name, look, behind); behind++) {
            assertTrue(behind < 100, name + " never ends");
          }
        });
  }

  /** Whether an inspection looks again after that one of its looks, and so hears of the close. */
  private boolean isClosedInTime(String name, Function<Inspection, Object> look, long behind) {
    byte[] bytes =
        open.pages()
            .mapped()
            .asSlice(0, open.base().highWater() * open.base().pageSize())
            .toArray(ValueLayout.JAVA_BYTE);
    Pages pages =
        new Pages(
            open.pages().file(),
            MemorySegment.ofArray(bytes),
            open.base().pageSize(),
            open.base().highWater());
    ClosedBehindALook transaction = new ClosedBehindALook(open.base(), pages);
    transaction.whenClosed = () -> changeAll(bytes, open.base().pageSize());
    EngineInspection inspection = new EngineInspection(transaction, null);
    Object expected = look.apply(inspection);
    transaction.closeBehind(behind);
    try {
      assertEquals(expected, look.apply(inspection), name + ", closed behind look " + behind);
      return false;
    } catch (TransactionClosedException closed) {
      return true;
    }
  }

  /** Other counts and keys, in the metas too, but pages still. */
  private static void changeAll(byte[] bytes, int pageSize) {
    for (int page = 0; page < bytes.length; page += pageSize) {
      bytes[page + Layouts.PAGE_COUNT] = 0;
      for (int at = page + Layouts.PAGE_HEADER; at < page + pageSize; at++) {
        bytes[at] ^= 1;
      }
    }
  }
}
