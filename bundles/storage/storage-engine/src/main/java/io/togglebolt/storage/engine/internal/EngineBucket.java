package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as one transaction sees it: its entries, which stand in its {@link BucketTree}, and the
 * buckets in it, which {@link SubBuckets} opens and keeps. Belongs to its transaction and is used
 * by one thread at a time.
 */
final class EngineBucket implements Bucket {
  /**
   * How deep buckets nest. What can be written must be walked, checked and dumped again, each of
   * which takes some stack for each level.
   */
  static final int MAX_NESTING = 500;

  private final EngineTransaction transaction;

  /** The bucket it was opened in, or moved to; null for the root. */
  private @Nullable EngineBucket parent;

  private final BucketTree tree;
  private final SubBuckets subBuckets;
  private long sequence;
  private @Nullable Path path;

  /** Not a number while the transaction's counts. */
  private double fillPercent = Double.NaN;

  /** Rises with each change, so that cursors know that their way is out of date. */
  private long changes;

  private boolean deleted;

  /** The bucket that holds all others. */
  EngineBucket(EngineTransaction transaction, Meta meta) {
    this(transaction, null, new BucketHeader(meta.root(), meta.sequence(), null));
  }

  /** A bucket in another. */
  EngineBucket(EngineBucket parent, BucketHeader header) {
    this(parent.transaction, parent, header);
  }

  private EngineBucket(
      EngineTransaction transaction, @Nullable EngineBucket parent, BucketHeader header) {
    this.transaction = transaction;
    this.parent = parent;
    sequence = header.sequence();
    tree = new BucketTree(this, header.root(), header.inline());
    subBuckets = new SubBuckets(this);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    requireUsable();
    try {
      Lookup at = transaction.lookup();
      byte[] value = at.find(this, key) && !at.entry().isBucket() ? at.entry().value() : null;
      transaction.requireStillOpen();
      return value;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public boolean get(byte[] key, BytesView into) {
    requireUsable();
    EngineBytesView view = EngineBytesView.of(into, transaction);
    view.clear();
    try {
      Lookup at = transaction.lookup();
      boolean present = at.find(this, key) && !at.entry().isBucket();
      if (present) {
        at.entry().showValue(view);
      }
      transaction.requireStillOpen();
      return present;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  /** The way that changes are made along. Writers only. */
  Path path() {
    Path known = path;
    if (known == null) {
      known = new Path(this);
      path = known;
    }
    return known;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    requireChangeable();
    if (parent == null) {
      throw new KeyRejectedException(
          "key " + Keys.show(key) + ": the root holds buckets only, expected a bucket to put into");
    }
    Keys.check(key, "key");
    try {
      boolean present = path().find(key);
      if (present && path().leaf().isBucket()) {
        throw new IncompatibleValueException(
            "key " + Keys.show(key) + " is a bucket; expected a plain value or no entry");
      }
      path()
          .leafNode()
          .putValueAt(path().leaf().index(), present, key.clone(), value.clone(), false);
      changes++;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public void delete(byte[] key) {
    requireChangeable();
    try {
      if (path().find(key)) {
        if (path().leaf().isBucket()) {
          throw new IncompatibleValueException(
              "key "
                  + Keys.show(key)
                  + " is a bucket; expected a plain value (delete the bucket instead)");
        }
        path().leafNode().remove(key);
        changes++;
      }
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public @Nullable Bucket bucket(byte[] name) {
    requireUsable();
    return subBuckets.find(name);
  }

  /** The bucket of a name that a walk over the entries has met. */
  EngineBucket met(byte[] name) {
    requireUsable();
    return subBuckets.met(name);
  }

  @Override
  public <E extends Exception> void forEachBucket(BucketVisitor<E> visitor) throws E {
    Cursor cursor = cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      if (cursor.isBucket()) {
        byte[] name = cursor.key();
        visitor.visit(name, met(name));
      }
    }
  }

  @Override
  public Bucket createBucket(byte[] name) {
    requireChangeable();
    return subBuckets.create(name);
  }

  @Override
  public Bucket createBucketIfMissing(byte[] name) {
    Bucket present = bucket(name);
    return present != null ? present : createBucket(name);
  }

  @Override
  public void deleteBucket(byte[] name) {
    requireChangeable();
    subBuckets.delete(name);
  }

  @Override
  public void moveBucket(byte[] name, Bucket target) {
    requireChangeable();
    if (!(target instanceof EngineBucket to) || to.transaction != transaction) {
      throw new IllegalArgumentException(
          "bucket " + Keys.show(name) + " cannot be moved to a bucket of another transaction");
    }
    to.requireChangeable();
    new BucketMove(name, subBuckets.existing(name), this, to).run();
  }

  /**
   * Frees the pages of this bucket, which is deleted; those of the buckets in it are not among
   * them.
   *
   * @param guard knows what was freed together with it
   */
  void freeOwnPages(WalkGuard guard) {
    tree.free(guard);
    deleted = true;
  }

  @Override
  public Cursor cursor() {
    requireUsable();
    transaction.tally().cursors++;
    return new EngineCursor(this);
  }

  @Override
  public BucketStats stats() {
    requireUsable();
    try {
      BucketStats stats = tree.stats();
      transaction.requireStillOpen();
      return stats;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public long sequence() {
    requireUsable();
    return sequence;
  }

  @Override
  public void setSequence(long value) {
    requireChangeable();
    try {
      // The header is written together with the root, so the root must be in memory.
      tree.rootNode();
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
    sequence = value;
  }

  @Override
  public long nextSequence() {
    setSequence(sequence() + 1);
    return sequence;
  }

  @Override
  public double fillPercent() {
    return Double.isNaN(fillPercent) ? transaction.fillPercent() : fillPercent;
  }

  @Override
  public void setFillPercent(double value) {
    fillPercent = FillPercent.within(value);
  }

  void requireUsable() {
    transaction.requireOpen();
    requirePresent();
  }

  void requireChangeable() {
    transaction.requireWritable();
    requirePresent();
  }

  private void requirePresent() {
    if (deleted) {
      throw new BucketNotFoundException("this bucket was deleted in this transaction");
    }
  }

  EngineTransaction transaction() {
    return transaction;
  }

  BucketTree tree() {
    return tree;
  }

  Pages pages() {
    return transaction.pages();
  }

  long changes() {
    return changes;
  }

  /** Something in this bucket has changed. */
  void changed() {
    changes++;
  }

  /** The bucket it is in; null for the root. */
  @Nullable EngineBucket parent() {
    return parent;
  }

  void setParent(EngineBucket bucket) {
    parent = bucket;
  }

  /** How many buckets it is in; 0 for the root. */
  int nesting() {
    int levels = 0;
    for (EngineBucket above = parent; above != null; above = above.parent) {
      levels++;
    }
    return levels;
  }

  SubBuckets subBuckets() {
    return subBuckets;
  }

  long rootPage() {
    return tree.rootPage();
  }

  void setRootPage(long page) {
    tree.setRootPage(page);
  }

  Map<byte[], EngineBucket> openChildrenByName() {
    return subBuckets.open();
  }

  /** The root's node if it is in memory, made or not. */
  @Nullable Node rootNodeIfChanged() {
    return tree.rootNodeIfChanged();
  }

  /** The root as a node, read from its page the first time. */
  Node rootNode() {
    return tree.rootNode();
  }

  void setRootNode(Node node) {
    tree.setRootNode(node);
  }

  /** Where all committed pages of this bucket lie. */
  MemorySegment baseMemory() {
    return tree.baseMemory();
  }
}
