package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReaderTableTest {
  private final ReaderTable<Object> table = new ReaderTable<>();

  private record At(long txid) implements ReaderTable.Snapshot {}

  private ReaderTable.Entry<Object> enter(LongSupplier current) {
    ReaderTable.Entry<Object> entry = table.enter(Thread.currentThread().threadId());
    table.settle(entry, () -> new At(current.getAsLong()));
    return entry;
  }

  @Test
  void aScanFindsEachTransactionOnceInOrder() {
    assertArrayEquals(new long[0], table.scan());
    ReaderTable.Entry<Object> nine = enter(() -> 9);
    enter(() -> 7);
    enter(() -> 9);
    assertArrayEquals(new long[] {7, 9}, table.scan());
    table.leave(nine);
    assertArrayEquals(new long[] {7, 9}, table.scan());
  }

  @Test
  void aPlaceThatWasLeftIsUsedAgain() {
    ReaderTable.Entry<Object> first = enter(() -> 3);
    table.leave(first);
    assertArrayEquals(new long[0], table.scan());
    assertSame(first, enter(() -> 4));
    assertArrayEquals(new long[] {4}, table.scan());
  }

  @Test
  void aReaderMovesOnWhenTheTransactionMovesWhileItEnters() {
    long[] seen = {5, 6, 6};
    int[] asked = {0};
    ReaderTable.Entry<Object> entry = enter(() -> seen[asked[0]++]);
    assertEquals(6, entry.txid());
    assertEquals(3, asked[0]);
  }

  @Test
  @Timeout(60)
  void noReaderIsAtATransactionThatAScanBeforeItsEntryMissed() throws Exception {
    AtomicLong current = new AtomicLong();
    int threads = 3;
    int rounds = 20_000;
    AtomicLong[] held = new AtomicLong[threads];
    CountDownLatch done = new CountDownLatch(threads);
    List<FutureTask<Void>> readers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      AtomicLong mine = held[i] = new AtomicLong(-1);
      FutureTask<Void> reader =
          new FutureTask<>(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  ReaderTable.Entry<Object> entry = enter(current::get);
                  mine.set(entry.txid());
                  mine.set(-1);
                  table.leave(entry);
                }
                done.countDown();
              },
              null);
      readers.add(reader);
      Thread.ofPlatform().start(reader);
    }
    while (done.getCount() > 0) {
      long published = current.incrementAndGet();
      long[] scanned = table.scan();
      for (AtomicLong reader : held) {
        long at = reader.get();
        // Whoever is in now at an older transaction was in when the scan came by, so it was found.
        if (at >= 0 && at < published && Arrays.binarySearch(scanned, at) < 0) {
          throw new AssertionError("a reader at " + at + " is not in " + Arrays.toString(scanned));
        }
      }
    }
    for (FutureTask<Void> reader : readers) {
      reader.get();
    }
    assertArrayEquals(new long[0], table.scan());
  }
}
