package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Cursor;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cursor. In a write transaction it keeps the key it stands at, and walks there again when the
 * bucket has changed since, so that no change makes it skip or repeat. In a read transaction
 * nothing changes and it keeps nothing.
 */
final class EngineCursor implements Cursor {
  private enum Place {
    NOWHERE,
    AT_ENTRY,
    /** The entry that the cursor stood at was deleted through it. */
    ENTRY_GONE
  }

  private final EngineBucket bucket;
  private final Path path;
  private Place place = Place.NOWHERE;
  private long seenChanges;
  private byte @Nullable [] standsAt;

  EngineCursor(EngineBucket bucket) {
    this.bucket = bucket;
    path = new Path(bucket);
  }

  @Override
  public boolean first() {
    return moved(path::first);
  }

  @Override
  public boolean last() {
    return moved(path::last);
  }

  @Override
  public boolean seek(byte[] key) {
    return moved(() -> path.seek(key));
  }

  @Override
  public boolean next() {
    if (place == Place.NOWHERE) {
      return first();
    }
    return moved(isUpToDate() ? path::next : this::nextAfterChange);
  }

  private boolean nextAfterChange() {
    byte[] key = key0();
    if (path.find(key)) {
      return path.next();
    }
    return path.leaf().index() < path.leaf().count() || path.next();
  }

  @Override
  public boolean previous() {
    if (place == Place.NOWHERE) {
      return last();
    }
    return moved(isUpToDate() ? path::previous : this::previousAfterChange);
  }

  private boolean previousAfterChange() {
    path.find(key0());
    return path.previous();
  }

  private boolean isUpToDate() {
    return place == Place.AT_ENTRY && seenChanges == bucket.changes();
  }

  private boolean moved(BooleanSupplier move) {
    bucket.requireUsable();
    try {
      boolean found = move.getAsBoolean();
      place = found ? Place.AT_ENTRY : Place.NOWHERE;
      seenChanges = bucket.changes();
      standsAt = found && bucket.transaction().writable() ? path.leaf().key() : null;
      bucket.requireUsable();
      return found;
    } catch (RuntimeException failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  /** The kept key: only asked for in write transactions, which keep it. */
  private byte[] key0() {
    return Objects.requireNonNull(standsAt);
  }

  /** The entry, found again when the bucket has changed. */
  private Path.Step entry() {
    bucket.requireUsable();
    if (place != Place.AT_ENTRY) {
      throw new IllegalStateException(
          place == Place.NOWHERE
              ? "the cursor stands nowhere; move it to an entry first"
              : "the cursor's entry was deleted; move it to another");
    }
    if (!isUpToDate()) {
      if (!path.find(key0())) {
        throw new IllegalStateException("the cursor's entry was deleted; move it to another");
      }
      seenChanges = bucket.changes();
    }
    return path.leaf();
  }

  /**
   * Reads from the entry; what was read while somebody else closed the transaction is not handed
   * out.
   */
  private <T extends @Nullable Object> T read(Function<Path.Step, T> field) {
    Path.Step entry = entry();
    try {
      T result = field.apply(entry);
      bucket.requireUsable();
      return result;
    } catch (RuntimeException failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public byte[] key() {
    return read(Path.Step::key);
  }

  @Override
  public byte @Nullable [] value() {
    return read(entry -> entry.isBucket() ? null : entry.value());
  }

  @Override
  public boolean isBucket() {
    return read(Path.Step::isBucket);
  }

  @Override
  public void delete() {
    bucket.requireChangeable();
    entry();
    bucket.delete(key0());
    place = Place.ENTRY_GONE;
  }
}
