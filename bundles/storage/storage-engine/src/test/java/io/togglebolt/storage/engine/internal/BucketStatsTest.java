package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.Database;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures of buckets, worked out by hand from the format, and visits of their entries. */
@Timeout(60)
class BucketStatsTest {
  private static final byte[] NAME = {'a'};

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(1024);

  @AfterEach
  void close() {
    database.close();
  }

  private BucketStats statsOf(byte[] name) {
    return database.view(reader -> Objects.requireNonNull(reader.bucket(name)).stats());
  }

  private void make(int keys, int valueBytes) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          for (int i = 0; i < keys; i++) {
            bucket.put(new byte[] {(byte) ('0' + i)}, new byte[valueBytes]);
          }
        });
  }

  @Test
  void anInlineBucketCountsInsideTheLeafThatHoldsIt() {
    make(1, 1);
    // Page header 16, element 16, key 1, value 1.
    BucketStats inline = new BucketStats(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 34);
    assertEquals(inline, statsOf(NAME));
    // Page header 16, element 16, name 1, bucket header 16, inline page 34.
    assertEquals(
        new BucketStats(0, 0, 1, 0, 2, 2, 0, 0, 1024, 83, 2, 1, 34),
        database.<BucketStats, RuntimeException>view(reader -> reader.root().stats()));
  }

  @Test
  void aLeafThatOverflowsIsOneRun() {
    make(4, 980);
    // 16 + 4 * (16 + 1 + 980) = 4004 bytes in 4 pages.
    assertEquals(new BucketStats(0, 0, 1, 3, 4, 1, 0, 0, 4096, 4004, 1, 0, 0), statsOf(NAME));
  }

  @Test
  void aSplitRootCountsItsBranch() {
    make(10, 200);
    // Half a page holds two entries of 217 bytes; the last four stay together. The branch has four
    // elements of 17 bytes.
    assertEquals(
        new BucketStats(1, 0, 4, 0, 10, 2, 1024, 84, 4096, 4 * 16 + 10 * 217, 1, 0, 0),
        statsOf(NAME));
  }

  @Test
  void anOpenTransactionCountsThePagesThatItBeganWith() {
    make(10, 200);
    BucketStats before = statsOf(NAME);
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(NAME));
          bucket.put(new byte[] {'z'}, new byte[5000]);
          bucket.createBucket(NAME);
          assertEquals(before, bucket.stats());
          transaction.deleteBucket(NAME);
          assertThrows(BucketNotFoundException.class, bucket::stats);
        });
  }

  @Test
  void aVisitorSeesEveryEntryAndMayChangeThem() throws IOException {
    List<String> seen = new ArrayList<>();
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          for (String key : List.of("b", "c", "d", "e")) {
            bucket.put(bytes(key), bytes("value"));
          }
          bucket.createBucket(bytes("f")).put(NAME, NAME);
          bucket.forEach(
              (key, value) -> {
                String name = new String(key, StandardCharsets.US_ASCII);
                seen.add(name + (value == null ? "/" : ""));
                if (value == null) {
                  return;
                }
                bucket.delete(key);
                switch (name) {
                  case "b" -> bucket.delete(bytes("c"));
                  case "d" -> {
                    bucket.put(bytes("a"), NAME);
                    bucket.put(bytes("da"), NAME);
                  }
                  default -> {}
                }
              });
          assertEquals(List.of("b", "d", "da", "e", "f/"), seen);
          seen.clear();
          bucket.forEachBucket(
              (name, child) -> seen.add(new String(name) + child.stats().inlineBuckets()));
          assertEquals(List.of("f1"), seen);
        });
    IOException own = new IOException("of the visitor's own");
    assertEquals(
        own,
        assertThrows(
            IOException.class,
            () ->
                database.view(
                    reader -> {
                      Objects.requireNonNull(reader.bucket(NAME))
                          .forEach(
                              (key, value) -> {
                                throw own;
                              });
                      return null;
                    })));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
