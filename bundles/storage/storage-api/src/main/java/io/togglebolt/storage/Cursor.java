package io.togglebolt.storage;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A position in a bucket. Changes to the bucket, by this cursor or otherwise, do not make it skip
 * or repeat an entry: it goes on from the key it stands at, even when that key is gone.
 */
@ProviderType
public interface Cursor {

  /** Moves to the first entry; returns whether there is one. */
  boolean first();

  /** Moves to the last entry; returns whether there is one. */
  boolean last();

  /**
   * Moves to the next entry; from nowhere, to the first. Returns whether there is one; past the end
   * the cursor stands nowhere.
   */
  boolean next();

  /**
   * Moves to the previous entry; from nowhere, to the last. Returns whether there is one; before
   * the start it stands nowhere.
   */
  boolean previous();

  /** Moves to the first entry whose key is not below {@code key}; returns whether there is one. */
  boolean seek(byte[] key);

  /** The entry's key, a copy. @throws IllegalStateException when the cursor stands nowhere */
  byte[] key();

  /**
   * The entry's value, a copy, or null when the entry is a bucket. @throws IllegalStateException
   * when it stands nowhere
   */
  byte @Nullable [] value();

  /**
   * Points a view of this cursor's transaction at the entry's key, without copying it. It shows
   * that key, also when the cursor moves on. @throws IllegalStateException when the cursor stands
   * nowhere
   */
  void key(BytesView into);

  /**
   * Points a view of this cursor's transaction at the entry's value, without copying it; it shows
   * that value, also when the cursor moves on. For a bucket the view is left empty. @throws
   * IllegalStateException when the cursor stands nowhere
   *
   * @return whether there is a value; false when the entry is a bucket
   */
  boolean value(BytesView into);

  /** Whether the entry is a bucket. @throws IllegalStateException when the cursor stands nowhere */
  boolean isBucket();

  /**
   * Removes the entry. The cursor stays between its neighbours: {@link #next()} and {@link
   * #previous()} go to them.
   *
   * @throws IncompatibleValueException when the entry is a bucket
   * @throws IllegalStateException when the cursor stands nowhere, or its entry is already gone
   */
  void delete();
}
