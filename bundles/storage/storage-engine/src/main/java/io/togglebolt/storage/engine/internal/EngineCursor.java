package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import java.util.Objects;
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

  private static final byte[] NO_KEY = new byte[0];

  private final EngineBucket bucket;
  private final Path path;
  private Place place = Place.NOWHERE;
  private long seenChanges;
  private byte @Nullable [] standsAt;

  EngineCursor(EngineBucket bucket) {
    this.bucket = bucket;
    path = new Path(bucket);
  }

  private enum Move {
    FIRST,
    LAST,
    SEEK,
    NEXT,
    PREVIOUS
  }

  @Override
  public boolean first() {
    return move(Move.FIRST, NO_KEY);
  }

  @Override
  public boolean last() {
    return move(Move.LAST, NO_KEY);
  }

  @Override
  public boolean seek(byte[] key) {
    return move(Move.SEEK, key);
  }

  @Override
  public boolean next() {
    return move(place == Place.NOWHERE ? Move.FIRST : Move.NEXT, NO_KEY);
  }

  @Override
  public boolean previous() {
    return move(place == Place.NOWHERE ? Move.LAST : Move.PREVIOUS, NO_KEY);
  }

  private boolean move(Move move, byte[] key) {
    bucket.requireUsable();
    try {
      boolean found =
          switch (move) {
            case FIRST -> path.first();
            case LAST -> path.last();
            case SEEK -> path.seek(key);
            case NEXT -> isUpToDate() ? path.next() : nextAfterChange();
            case PREVIOUS -> isUpToDate() ? path.previous() : previousAfterChange();
          };
      place = found ? Place.AT_ENTRY : Place.NOWHERE;
      seenChanges = bucket.changes();
      standsAt = found && bucket.transaction().writable() ? path.leaf().key() : null;
      bucket.transaction().requireStillOpen();
      return found;
    } catch (RuntimeException | InternalError failure) {
      // The way may be half walked: what it shows is no entry that anybody asked for.
      place = Place.NOWHERE;
      throw bucket.transaction().explain(failure);
    }
  }

  private boolean nextAfterChange() {
    byte[] key = key0();
    if (path.find(key)) {
      return path.next();
    }
    return path.leaf().index() < path.leaf().count() || path.next();
  }

  private boolean previousAfterChange() {
    path.find(key0());
    return path.previous();
  }

  private boolean isUpToDate() {
    return place == Place.AT_ENTRY && seenChanges == bucket.changes();
  }

  /** The kept key: only asked for in write transactions, which keep it. */
  private byte[] key0() {
    return Objects.requireNonNull(standsAt);
  }

  /** The entry, found again when the bucket has changed. */
  private Step entry() {
    bucket.requireUsable();
    if (place != Place.AT_ENTRY) {
      throw new IllegalStateException(
          place == Place.NOWHERE
              ? "the cursor stands nowhere; move it to an entry first"
              : "the cursor's entry was deleted; move it to another");
    }
    if (!isUpToDate()) {
      if (!findAgain()) {
        throw new IllegalStateException("the cursor's entry was deleted; move it to another");
      }
      seenChanges = bucket.changes();
    }
    return path.leaf();
  }

  private boolean findAgain() {
    try {
      return path.find(key0());
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public byte[] key() {
    Step entry = entry();
    try {
      byte[] key = entry.key();
      bucket.transaction().requireStillOpen();
      return key;
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public void key(BytesView into) {
    EngineBytesView view = EngineBytesView.of(into, bucket.transaction());
    Step entry = entry();
    try {
      entry.showKey(view);
      bucket.transaction().requireStillOpen();
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public byte @Nullable [] value() {
    Step entry = entry();
    try {
      byte[] value = entry.isBucket() ? null : entry.value();
      bucket.transaction().requireStillOpen();
      return value;
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public boolean value(BytesView into) {
    EngineBytesView view = EngineBytesView.of(into, bucket.transaction());
    Step entry = entry();
    view.clear();
    try {
      boolean present = !entry.isBucket();
      if (present) {
        entry.showValue(view);
      }
      bucket.transaction().requireStillOpen();
      return present;
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public boolean isBucket() {
    Step entry = entry();
    try {
      boolean found = entry.isBucket();
      bucket.transaction().requireStillOpen();
      return found;
    } catch (RuntimeException | InternalError failure) {
      throw bucket.transaction().explain(failure);
    }
  }

  @Override
  public void delete() {
    bucket.requireChangeable();
    entry();
    bucket.delete(key0());
    place = Place.ENTRY_GONE;
  }
}
