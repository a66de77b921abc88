package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketExistsException;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import io.togglebolt.testkit.SplitMix64;
import java.util.List;
import java.util.Objects;

/** Does the same random operations to a database and to a model of it, and compares the answers. */
final class RandomWriter {
  private static final int MAX_DEPTH = 5;

  /** So that whole states can be compared often. */
  private static final int MANY_ENTRIES = 600;

  private final SplitMix64 random;
  private final int pageSize;
  private final int mostEntries;

  RandomWriter(SplitMix64 random, int pageSize) {
    this(random, pageSize, MANY_ENTRIES);
  }

  /** A writer whose buckets seldom hold more entries than given. */
  RandomWriter(SplitMix64 random, int pageSize, int mostEntries) {
    this.random = random;
    this.pageSize = pageSize;
    this.mostEntries = mostEntries;
  }

  /** Does a few operations somewhere below the root. */
  void change(Bucket root, Model model) {
    int operations = random.between(1, 12);
    for (int i = 0; i < operations; i++) {
      operation(root, model);
    }
  }

  private void operation(Bucket root, Model model) {
    if (random.chance(1, 12)) {
      move(root, model);
      return;
    }
    Bucket bucket = root;
    Model due = model;
    int depth = 0;
    while (depth < MAX_DEPTH && (depth == 0 || random.chance(1, 2))) {
      List<byte[]> names = bucketNames(due);
      if (names.isEmpty()) {
        break;
      }
      byte[] name = random.choice(names);
      bucket = Objects.requireNonNull(bucket.bucket(name));
      due = (Model) Objects.requireNonNull(due.entries.get(name));
      depth++;
    }
    if (depth == 0 || random.chance(1, 5)) {
      changeBuckets(bucket, due, depth);
    } else {
      changeEntries(bucket, due);
    }
  }

  /** A bucket and what it should hold. */
  private record Place(Bucket bucket, Model model) {}

  private Place anyPlace(Bucket root, Model model) {
    Place place = new Place(root, model);
    while (random.chance(2, 3)) {
      List<byte[]> names = bucketNames(place.model);
      if (names.isEmpty()) {
        break;
      }
      byte[] name = random.choice(names);
      place =
          new Place(
              Objects.requireNonNull(place.bucket.bucket(name)),
              (Model) Objects.requireNonNull(place.model.entries.get(name)));
    }
    return place;
  }

  private void move(Bucket root, Model model) {
    Place from = anyPlace(root, model);
    Place to = anyPlace(root, model);
    byte[] name = knownOrNewKey(from.model);
    Object moved = from.model.entries.get(name);
    if (moved == null) {
      assertThrows(BucketNotFoundException.class, () -> from.bucket.moveBucket(name, to.bucket));
    } else if (!(moved instanceof Model sub)) {
      assertThrows(IncompatibleValueException.class, () -> from.bucket.moveBucket(name, to.bucket));
    } else if (from.model == to.model || sub.holds(to.model)) {
      assertThrows(IllegalArgumentException.class, () -> from.bucket.moveBucket(name, to.bucket));
    } else if (to.model.entries.get(name) instanceof Model) {
      assertThrows(BucketExistsException.class, () -> from.bucket.moveBucket(name, to.bucket));
    } else if (to.model.entries.containsKey(name)) {
      assertThrows(IncompatibleValueException.class, () -> from.bucket.moveBucket(name, to.bucket));
    } else {
      from.bucket.moveBucket(name, to.bucket);
      from.model.entries.remove(name);
      to.model.entries.put(name, sub);
    }
  }

  private static List<byte[]> bucketNames(Model model) {
    return model.entries.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Model)
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  private void changeBuckets(Bucket bucket, Model model, int depth) {
    byte[] name = knownOrNewKey(model);
    switch (random.below(6)) {
      case 0, 1 -> createBucket(bucket, model, name);
      case 2 -> {
        if (!(model.entries.get(name) instanceof byte[])) {
          model.entries.computeIfAbsent(name, absent -> new Model());
          assertNotNull(bucket.createBucketIfMissing(name));
        }
      }
      case 3 -> deleteBucket(bucket, model, name);
      case 4 -> fillAndDelete(bucket, model);
      default -> {
        if (depth == 0) {
          assertThrows(KeyRejectedException.class, () -> bucket.put(name, new byte[1]));
        } else {
          bucket.setFillPercent(random.between(0, 12) / 10.0);
        }
      }
    }
  }

  private static void createBucket(Bucket bucket, Model model, byte[] name) {
    switch (model.entries.get(name)) {
      case null -> {
        bucket.createBucket(name);
        model.entries.put(name, new Model());
      }
      case Model present ->
          assertThrows(BucketExistsException.class, () -> bucket.createBucket(name));
      case Object value ->
          assertThrows(IncompatibleValueException.class, () -> bucket.createBucket(name));
    }
  }

  private static void deleteBucket(Bucket bucket, Model model, byte[] name) {
    switch (model.entries.get(name)) {
      case null -> assertThrows(BucketNotFoundException.class, () -> bucket.deleteBucket(name));
      case Model present -> {
        bucket.deleteBucket(name);
        model.entries.remove(name);
      }
      case Object value ->
          assertThrows(IncompatibleValueException.class, () -> bucket.deleteBucket(name));
    }
  }

  /** Puts into a bucket, and into one below it, and deletes it in the same transaction. */
  private void fillAndDelete(Bucket bucket, Model model) {
    List<byte[]> names = bucketNames(model);
    if (names.isEmpty()) {
      return;
    }
    byte[] name = random.choice(names);
    Bucket doomed = Objects.requireNonNull(bucket.bucket(name));
    Bucket below = doomed.createBucketIfMissing(new byte[] {1, 2, 3, 4, 5});
    for (int i = 0; i < 20; i++) {
      below.put(newKey(), newValue());
      byte[] key = newKey();
      if (doomed.bucket(key) == null) {
        doomed.put(key, newValue());
      }
    }
    bucket.deleteBucket(name);
    model.entries.remove(name);
  }

  private void changeEntries(Bucket bucket, Model model) {
    int kind = random.below(100);
    if (kind < 35) {
      put(bucket, model, knownOrNewKey(model));
    } else if (kind < 50) {
      delete(bucket, model, knownOrNewKey(model));
    } else if (kind < 60) {
      get(bucket, model, knownOrNewKey(model));
    } else if (kind < 70) {
      putMany(bucket, model);
    } else if (kind < 80) {
      deleteRange(bucket, model);
    } else if (kind < 90) {
      new CursorWalk(this, random, bucket, model).walk();
    } else if (kind < 95) {
      model.sequence++;
      assertEquals(model.sequence, bucket.nextSequence());
    } else {
      model.sequence = random.next();
      bucket.setSequence(model.sequence);
    }
  }

  /** Puts a random value, or sees it refused where a bucket is. */
  void put(Bucket bucket, Model model, byte[] key) {
    byte[] value = newValue();
    if (model.entries.get(key) instanceof Model) {
      assertThrows(IncompatibleValueException.class, () -> bucket.put(key, value));
    } else {
      bucket.put(key, value);
      model.entries.put(key, value);
    }
  }

  private static void delete(Bucket bucket, Model model, byte[] key) {
    if (model.entries.get(key) instanceof Model) {
      assertThrows(IncompatibleValueException.class, () -> bucket.delete(key));
    } else {
      bucket.delete(key);
      model.entries.remove(key);
    }
  }

  private static void get(Bucket bucket, Model model, byte[] key) {
    switch (model.entries.get(key)) {
      case null -> assertNull(bucket.get(key));
      case byte[] value -> assertArrayEquals(value, bucket.get(key));
      case Object sub -> assertNull(bucket.get(key));
    }
  }

  private void putMany(Bucket bucket, Model model) {
    if (model.entries.size() > mostEntries) {
      deleteRange(bucket, model);
      return;
    }
    int count = random.between(10, mostEntries / 5);
    boolean ascending = random.chance(1, 2);
    for (int i = 0; i < count; i++) {
      byte[] key = ascending ? ascendingKey(i) : newKey();
      put(bucket, model, key);
    }
  }

  /** Removes all values from a random key on, sometimes up to another. */
  private void deleteRange(Bucket bucket, Model model) {
    byte[] from = random.chance(1, 3) ? new byte[] {0} : newKey();
    int most = random.chance(1, 2) ? Integer.MAX_VALUE : random.between(1, 60);
    Cursor cursor = bucket.cursor();
    int left = most;
    for (boolean more = cursor.seek(from); more && left > 0; more = cursor.next()) {
      if (!cursor.isBucket()) {
        cursor.delete();
        left--;
      }
    }
    left = most;
    var due = model.entries.tailMap(from, true).values().iterator();
    while (left > 0 && due.hasNext()) {
      if (!(due.next() instanceof Model)) {
        due.remove();
        left--;
      }
    }
  }

  private byte[] knownOrNewKey(Model model) {
    if (!model.entries.isEmpty() && random.chance(2, 3)) {
      byte[] near = model.entries.ceilingKey(newKey());
      return near != null ? near : model.entries.lastKey();
    }
    return newKey();
  }

  /** A random key, most often a short one. */
  byte[] newKey() {
    if (random.chance(1, 300)) {
      return random.bytes(random.choice(pageSize / 2, 4000, Bucket.MAX_KEY_BYTES));
    }
    return random.bytes(random.between(1, 10));
  }

  private byte[] ascendingKey(int number) {
    return new byte[] {(byte) random.below(4), (byte) (number >> 4), (byte) (number << 4)};
  }

  private byte[] newValue() {
    int length =
        switch (random.below(60)) {
          case 0 -> random.below(3 * pageSize);
          case 1, 2, 3 -> random.below(pageSize / 2);
          case 4, 5, 6, 7 -> 0;
          default -> random.below(60);
        };
    return random.bytes(length);
  }
}
