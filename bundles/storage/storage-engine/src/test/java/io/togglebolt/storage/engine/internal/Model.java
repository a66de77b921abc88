package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Inspection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a bucket should hold: the naive database that the real one is compared with. */
final class Model {
  /** By key: either a {@code byte[]} or a {@code Model}. Arrays in it never change. */
  final TreeMap<byte[], Object> entries = new TreeMap<>(Arrays::compareUnsigned);

  long sequence;

  Model copy() {
    Model copy = new Model();
    copy.sequence = sequence;
    entries.forEach(
        (key, value) -> copy.entries.put(key, value instanceof Model sub ? sub.copy() : value));
    return copy;
  }

  /** Whether a bucket is this one or somewhere below. */
  boolean holds(Model other) {
    return this == other
        || entries.values().stream()
            .anyMatch(value -> value instanceof Model sub && sub.holds(other));
  }

  /** Compares all that a bucket holds, in both directions. */
  void assertSame(Bucket bucket) {
    assertEquals(sequence, bucket.sequence(), "sequence");
    Cursor cursor = bucket.cursor();
    boolean more = cursor.first();
    for (Map.Entry<byte[], Object> entry : entries.entrySet()) {
      assertTrue(more, () -> "the bucket ends before " + Keys.show(entry.getKey()));
      assertArrayEquals(entry.getKey(), cursor.key());
      assertSameEntry(bucket, cursor, entry);
      more = cursor.next();
    }
    assertFalse(more, "the bucket goes on past its last key");
    more = cursor.last();
    for (byte[] key : entries.descendingKeySet()) {
      assertTrue(more, () -> "the bucket begins after " + Keys.show(key));
      assertArrayEquals(key, cursor.key());
      more = cursor.previous();
    }
    assertFalse(more, "the bucket goes on before its first key");
  }

  private static void assertSameEntry(Bucket bucket, Cursor cursor, Map.Entry<byte[], Object> due) {
    if (due.getValue() instanceof Model sub) {
      assertTrue(cursor.isBucket(), () -> Keys.show(due.getKey()) + " is a bucket");
      Bucket child = bucket.bucket(due.getKey());
      assertNotNull(child);
      sub.assertSame(child);
    } else {
      assertFalse(cursor.isBucket(), () -> Keys.show(due.getKey()) + " is a value");
      assertArrayEquals((byte[]) due.getValue(), cursor.value());
    }
  }

  /** Asserts that each page is in exactly one place, and all else that the check looks at. */
  static void assertSound(io.togglebolt.storage.Database database) {
    try (Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
    }
  }
}
