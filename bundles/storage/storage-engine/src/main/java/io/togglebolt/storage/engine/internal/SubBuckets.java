package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.BucketExistsException;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in a bucket: finds them, makes them, and ends them. Belongs to its bucket and is used
 * by one thread at a time.
 */
final class SubBuckets {
  private final EngineBucket parent;

  /** Those that were opened, by name: a writer's; a reader keeps none. */
  private final Map<byte[], EngineBucket> open;

  SubBuckets(EngineBucket parent) {
    this.parent = parent;
    open = transaction().writable() ? new TreeMap<>(Arrays::compareUnsigned) : Map.of();
  }

  private EngineTransaction transaction() {
    return parent.transaction();
  }

  /** Those that were opened, by name. */
  Map<byte[], EngineBucket> open() {
    return open;
  }

  /** The bucket of that name, opened the first time; null when there is none. */
  @Nullable EngineBucket find(byte[] name) {
    EngineBucket known = open.get(name);
    if (known != null) {
      return known;
    }
    EngineTransaction transaction = transaction();
    try {
      Lookup at = transaction.lookup();
      if (!at.find(parent, name) || !at.entry().isBucket()) {
        transaction.requireStillOpen();
        return null;
      }
      EngineBucket child = open(at.entry().valueInPlace());
      if (transaction.writable()) {
        open.put(name.clone(), child);
      }
      transaction.requireStillOpen();
      return child;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  /** The bucket that a bucket entry's value describes. */
  private EngineBucket open(MemorySegment value) {
    Pages pages = parent.pages();
    if (parent.nesting() >= EngineBucket.MAX_NESTING) {
      throw pages.corrupt(
          0, "found buckets nested more than " + EngineBucket.MAX_NESTING + " deep");
    }
    return new EngineBucket(parent, BucketHeader.read(value, pages, 0));
  }

  /** The bucket of an entry. It is not kept when it was not open: a look is not a change. */
  EngineBucket at(Step entry) {
    EngineBucket known = open.get(entry.key());
    return known != null ? known : open(entry.valueInPlace());
  }

  /** The bucket of a name that a walk over the entries has met. */
  EngineBucket met(byte[] name) {
    EngineBucket child = find(name);
    if (child == null) {
      throw parent
          .pages()
          .corrupt(
              parent.rootPage(),
              "found bucket "
                  + Keys.show(name)
                  + " when walking, but not when searching: the keys are out of order; a check"
                  + " names the page");
    }
    return child;
  }

  /** The bucket of a name that there must be. */
  EngineBucket existing(byte[] name) {
    EngineBucket child = find(name);
    if (child == null) {
      throw noBucket(name);
    }
    return child;
  }

  private RuntimeException noBucket(byte[] name) {
    try {
      return transaction().lookup().find(parent, name)
          ? new IncompatibleValueException(
              "bucket " + Keys.show(name) + ": found a plain value of that name, expected a bucket")
          : new BucketNotFoundException("bucket " + Keys.show(name) + " does not exist");
    } catch (RuntimeException | InternalError failure) {
      return transaction().explain(failure);
    }
  }

  EngineBucket create(byte[] name) {
    Keys.check(name, "bucket name");
    if (parent.nesting() == EngineBucket.MAX_NESTING) {
      throw new KeyRejectedException(
          "bucket "
              + Keys.show(name)
              + " would be nested more than "
              + EngineBucket.MAX_NESTING
              + " deep, which is the limit");
    }
    try {
      Node leaf = leafForNew(name);
      byte[] value = BucketHeader.ofEmptyBucket();
      EngineBucket child = open(MemorySegment.ofArray(value));
      add(leaf, name, value, child);
      return child;
    } catch (RuntimeException | InternalError failure) {
      throw transaction().explain(failure);
    }
  }

  void delete(byte[] name) {
    EngineBucket child = existing(name);
    try {
      BucketWalk.free(child);
      remove(name);
    } catch (RuntimeException | InternalError failure) {
      // Some of its pages are freed and some are not: what is left must never be committed.
      transaction().spoil(failure);
      throw transaction().explain(failure);
    }
  }

  /** The node that a new bucket's entry belongs into; nothing of that name may be there. */
  Node leafForNew(byte[] name) {
    Path path = parent.path();
    if (path.find(name)) {
      if (path.leaf().isBucket()) {
        throw new BucketExistsException("bucket " + Keys.show(name) + " exists already");
      }
      throw new IncompatibleValueException(
          "bucket " + Keys.show(name) + ": found a plain value of that name, expected no entry");
    }
    return path.leafNode();
  }

  /** Puts a bucket's entry into the leaf where it belongs. */
  void add(Node leaf, byte[] name, byte[] value, EngineBucket child) {
    leaf.putValue(name.clone(), value, true);
    open.put(name.clone(), child);
    child.setParent(parent);
    parent.changed();
  }

  /** Removes a bucket's entry, and returns its value. */
  byte[] remove(byte[] name) {
    Path path = parent.path();
    path.find(name);
    byte[] value = path.leaf().value();
    path.leafNode().remove(name);
    open.remove(name);
    parent.changed();
    return value;
  }
}
