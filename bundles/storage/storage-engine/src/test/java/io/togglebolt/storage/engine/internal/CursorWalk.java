package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.testkit.SplitMix64;
import org.jspecify.annotations.Nullable;

/** Moves a cursor about while entries come and go, and predicts where it stands. */
final class CursorWalk {
  private final RandomWriter writer;
  private final SplitMix64 random;
  private final Bucket bucket;
  private final Model model;
  private final Cursor cursor;
  private byte @Nullable [] at;
  private boolean gone;
  private byte[] sought = {1};

  CursorWalk(RandomWriter writer, SplitMix64 random, Bucket bucket, Model model) {
    this.writer = writer;
    this.random = random;
    this.bucket = bucket;
    this.model = model;
    cursor = bucket.cursor();
  }

  void walk() {
    int steps = random.between(5, 40);
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  private void step() {
    switch (random.below(9)) {
      case 0 -> expect(cursor.seek(setAt(model.entries.ceilingKey(lastSought()))));
      case 1 -> expect(moveFirst());
      case 2 -> expect(moveLast());
      case 3, 4 -> {
        at = at == null ? firstKey() : model.entries.higherKey(at);
        expect(cursor.next());
      }
      case 5, 6 -> {
        at = at == null ? lastKey() : model.entries.lowerKey(at);
        expect(cursor.previous());
      }
      case 7 -> deleteHere();
      default -> writer.put(bucket, model, writer.newKey());
    }
  }

  private byte[] lastSought() {
    sought = writer.newKey();
    return sought;
  }

  private byte[] setAt(byte @Nullable [] expected) {
    at = expected;
    return sought;
  }

  private boolean moveFirst() {
    at = firstKey();
    return cursor.first();
  }

  private boolean moveLast() {
    at = lastKey();
    return cursor.last();
  }

  private byte @Nullable [] firstKey() {
    return model.entries.isEmpty() ? null : model.entries.firstKey();
  }

  private byte @Nullable [] lastKey() {
    return model.entries.isEmpty() ? null : model.entries.lastKey();
  }

  private void expect(boolean found) {
    gone = false;
    assertEquals(at != null, found, "whether there is an entry");
    if (at != null) {
      assertArrayEquals(at, cursor.key());
      Object due = model.entries.get(at);
      assertEquals(due instanceof Model, cursor.isBucket());
      assertArrayEquals(due instanceof byte[] value ? value : null, cursor.value());
    }
  }

  private void deleteHere() {
    if (at == null || gone) {
      assertThrows(IllegalStateException.class, cursor::delete);
    } else if (model.entries.get(at) instanceof Model) {
      assertThrows(IncompatibleValueException.class, cursor::delete);
    } else {
      cursor.delete();
      model.entries.remove(at);
      gone = true;
    }
  }
}
