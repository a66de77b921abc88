package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever keys look like, a search finds what a walk finds: guesses only choose where to look. */
class KeySearchTest {
  private static final byte[] BUCKET = {'b'};

  /** A way to make keys that is even, clustered, or meant to lead guesses astray. */
  private interface Shape {
    byte[] key(SplitMix64 random, int number);
  }

  private static final List<Shape> SHAPES =
      List.of(
          (random, number) -> number(number),
          (random, number) -> number(random.next()),
          // Each key is twice the one before: a guess by proportion is always at the wrong end.
          (random, number) -> number(1L << (number % 64) | number / 64),
          (random, number) -> number(-(1L << (number % 64)) - number / 64),
          (random, number) -> number(number % 2 == 0 ? number : -number),
          (random, number) ->
              ("user:%08d:name".formatted(number * 7)).getBytes(StandardCharsets.US_ASCII),
          (random, number) -> new byte[number % 300 + 1],
          (random, number) -> bytes(random, 1 + random.below(3), 2),
          (random, number) -> bytes(random, 1 + random.below(24), 3),
          (random, number) -> bytes(random, 1 + random.below(12), 256));

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static byte[] bytes(SplitMix64 random, int length, int kinds) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.below(kinds) - kinds / 2);
    }
    return bytes;
  }

  @Test
  void whatIsThereIsFoundAndWhatIsNotIsNot() {
    Seeds.check(
        1,
        60,
        random -> {
          Shape shape = random.choice(SHAPES.toArray(Shape[]::new));
          TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
          List<byte[]> absent = new ArrayList<>();
          for (int i = random.between(1, 1_500); i > 0; i--) {
            byte[] key = shape.key(random, i);
            if (random.chance(1, 3)) {
              absent.add(key);
            } else {
              keys.add(key);
            }
          }
          absent.removeIf(keys::contains);
          try (Database database =
              EngineBed.withAllParts(new SimulatedDisk()).open(random.choice(1024, 4096))) {
            database.update(
                transaction -> {
                  Bucket bucket = transaction.createBucket(BUCKET);
                  bucket.setFillPercent(random.choice(0.1, 0.5, 1.0));
                  keys.forEach(key -> bucket.put(key, key));
                });
            try (Transaction reader = database.beginRead()) {
              assertFinds(Objects.requireNonNull(reader.bucket(BUCKET)), keys, absent);
            }
          }
        });
  }

  private static void assertFinds(Bucket bucket, TreeSet<byte[]> keys, List<byte[]> absent) {
    for (byte[] key : keys) {
      assertArrayEquals(key, bucket.get(key), () -> Keys.show(key));
    }
    Cursor cursor = bucket.cursor();
    for (byte[] key : absent) {
      assertEquals(null, bucket.get(key), () -> Keys.show(key));
      byte[] next = keys.ceiling(key);
      if (next == null) {
        assertFalse(cursor.seek(key), () -> Keys.show(key));
      } else {
        assertTrue(cursor.seek(key), () -> Keys.show(key));
        assertArrayEquals(next, cursor.key(), () -> Keys.show(key));
      }
    }
  }
}
