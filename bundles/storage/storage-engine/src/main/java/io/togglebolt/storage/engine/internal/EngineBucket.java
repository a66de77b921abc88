package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketExistsException;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as one transaction sees it: its root, the nodes that a writer has changed, and the
 * sub-buckets that were opened. Belongs to its transaction and is used by one thread at a time.
 */
final class EngineBucket implements Bucket {
  /**
   * How deep buckets nest. What can be written must be walked, checked and dumped again, each of
   * which takes some stack for each level.
   */
  static final int MAX_NESTING = 500;

  private static final double MIN_FILL = 0.1;
  private static final double MAX_FILL = 1.0;
  static final double DEFAULT_FILL = 0.5;

  private final EngineTransaction transaction;
  private int nesting;

  /** The bucket it was opened in, or moved to; null for the root. */
  private @Nullable EngineBucket parent;

  private final BucketTree tree;
  private long sequence;

  /** The opened sub-buckets by name: a writer's; a reader has none. */
  private final Map<byte[], EngineBucket> children;

  private @Nullable Path path;

  /** Not a number while the transaction's counts. */
  private double fillPercent = Double.NaN;

  /** Rises with each change, so that cursors know that their way is out of date. */
  private long changes;

  private boolean deleted;

  private EngineBucket(
      EngineTransaction transaction,
      int nesting,
      long rootPage,
      long sequence,
      @Nullable MemorySegment inline) {
    this.transaction = transaction;
    this.nesting = nesting;
    this.sequence = sequence;
    tree = new BucketTree(this, rootPage, inline);
    children = transaction.writable() ? new TreeMap<>(Arrays::compareUnsigned) : Map.of();
  }

  /** The bucket that holds all others. */
  static EngineBucket root(EngineTransaction transaction, long rootPage, long sequence) {
    return new EngineBucket(transaction, 0, rootPage, sequence, null);
  }

  /** The bucket that a bucket entry's value describes. */
  private static EngineBucket open(
      EngineTransaction transaction, MemorySegment value, int nesting) {
    if (nesting > MAX_NESTING) {
      throw transaction
          .pages()
          .corrupt(0, "found buckets nested more than " + MAX_NESTING + " deep");
    }
    if (value.byteSize() < Layouts.BUCKET_HEADER) {
      throw transaction
          .pages()
          .corrupt(0, "found a bucket header of " + value.byteSize() + " bytes, expected 16");
    }
    long root = Layouts.getU64(value, 0);
    long sequence = Layouts.getU64(value, Long.BYTES);
    MemorySegment inline = root == 0 ? value.asSlice(Layouts.BUCKET_HEADER) : null;
    return new EngineBucket(transaction, nesting, root, sequence, inline);
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
  private Path path() {
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
    if (nesting == 0) {
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
    return find(name);
  }

  /** The bucket of a name that a walk over the entries has met. */
  EngineBucket met(byte[] name) {
    requireUsable();
    EngineBucket child = find(name);
    if (child == null) {
      throw pages()
          .corrupt(
              rootPage(),
              "found bucket "
                  + Keys.show(name)
                  + " when walking, but not when searching: the keys are out of order; a check"
                  + " names the page");
    }
    return child;
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

  private @Nullable EngineBucket find(byte[] name) {
    EngineBucket known = children.get(name);
    if (known != null) {
      return known;
    }
    try {
      Lookup at = transaction.lookup();
      if (!at.find(this, name) || !at.entry().isBucket()) {
        transaction.requireStillOpen();
        return null;
      }
      EngineBucket child = open(transaction, at.entry().valueInPlace(), nesting + 1);
      child.parent = this;
      if (transaction.writable()) {
        children.put(name.clone(), child);
      }
      transaction.requireStillOpen();
      return child;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  @Override
  public Bucket createBucket(byte[] name) {
    requireChangeable();
    Keys.check(name, "bucket name");
    if (nesting == MAX_NESTING) {
      throw new KeyRejectedException(
          "bucket "
              + Keys.show(name)
              + " would be nested more than "
              + MAX_NESTING
              + " deep, which is the limit");
    }
    try {
      requireAbsent(name);
      byte[] empty = new byte[Layouts.BUCKET_HEADER + Layouts.PAGE_HEADER];
      MemorySegment value = MemorySegment.ofArray(empty);
      Layouts.putPageHeader(value.asSlice(Layouts.BUCKET_HEADER), 0, Layouts.LEAF, 0, 0);
      path().leafNode().putValue(name.clone(), empty, true);
      changes++;
      EngineBucket child = open(transaction, value, nesting + 1);
      child.parent = this;
      children.put(name.clone(), child);
      return child;
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  private void requireAbsent(byte[] name) {
    if (path().find(name)) {
      if (path().leaf().isBucket()) {
        throw new BucketExistsException("bucket " + Keys.show(name) + " exists already");
      }
      throw new IncompatibleValueException(
          "bucket " + Keys.show(name) + ": found a plain value of that name, expected no entry");
    }
  }

  @Override
  public Bucket createBucketIfMissing(byte[] name) {
    Bucket present = bucket(name);
    return present != null ? present : createBucket(name);
  }

  @Override
  public void deleteBucket(byte[] name) {
    requireChangeable();
    EngineBucket child = existing(name);
    try {
      child.freeAll();
      children.remove(name);
      path().find(name);
      path().leafNode().remove(name);
      changes++;
    } catch (RuntimeException | InternalError failure) {
      // Some of its pages are freed and some are not: what is left must never be committed.
      transaction.spoil(failure);
      throw transaction.explain(failure);
    }
  }

  private RuntimeException noBucket(byte[] name) {
    try {
      return transaction.lookup().find(this, name)
          ? new IncompatibleValueException(
              "bucket " + Keys.show(name) + ": found a plain value of that name, expected a bucket")
          : new BucketNotFoundException("bucket " + Keys.show(name) + " does not exist");
    } catch (RuntimeException | InternalError failure) {
      return transaction.explain(failure);
    }
  }

  private EngineBucket existing(byte[] name) {
    EngineBucket child = find(name);
    if (child == null) {
      throw noBucket(name);
    }
    return child;
  }

  @Override
  public void moveBucket(byte[] name, Bucket target) {
    requireChangeable();
    if (!(target instanceof EngineBucket to) || to.transaction != transaction) {
      throw new IllegalArgumentException(
          "bucket " + Keys.show(name) + " cannot be moved to a bucket of another transaction");
    }
    to.requireChangeable();
    EngineBucket child = existing(name);
    requireOutside(name, child, to);
    try {
      requireNestingAfterMove(name, child, to);
      to.requireAbsent(name);
      // All that can fail comes before the first change.
      Node targetLeaf = to.path().leafNode();
      path().find(name);
      byte[] value = path().leaf().value();
      path().leafNode().remove(name);
      children.remove(name);
      changes++;
      targetLeaf.putValue(name.clone(), value, true);
      to.children.put(name.clone(), child);
      to.changes++;
      child.parent = to;
      child.nestAt(to.nesting + 1);
    } catch (RuntimeException | InternalError failure) {
      throw transaction.explain(failure);
    }
  }

  private void requireOutside(byte[] name, EngineBucket child, EngineBucket to) {
    if (to == this) {
      throw new IllegalArgumentException(
          "bucket " + Keys.show(name) + " is in that bucket already; expected another to move to");
    }
    for (EngineBucket above = to; above != null; above = above.parent) {
      if (above == child) {
        throw new IllegalArgumentException(
            "bucket " + Keys.show(name) + " cannot be moved into itself or a bucket below it");
      }
    }
  }

  /** Only a bucket that gets deeper than it is can bring those below it past the limit. */
  private static void requireNestingAfterMove(byte[] name, EngineBucket child, EngineBucket to) {
    if (to.nesting >= child.nesting
        && to.nesting + 1 + child.levelsBelow(MAX_NESTING - to.nesting) > MAX_NESTING) {
      throw new KeyRejectedException(
          "bucket "
              + Keys.show(name)
              + ", or one below it, would be nested more than "
              + MAX_NESTING
              + " deep, which is the limit");
    }
  }

  /** How many levels of buckets are below this one; stops counting at a limit. */
  private int levelsBelow(int limit) {
    int levels = 0;
    if (limit <= 0) {
      return levels;
    }
    Path walk = new Path(this);
    for (boolean more = walk.first(); more && levels < limit; more = walk.next()) {
      if (walk.leaf().isBucket()) {
        EngineBucket known = children.get(walk.leaf().key());
        // Not kept when it was not open: a look is no reason to write it again.
        EngineBucket child =
            known != null ? known : open(transaction, walk.leaf().valueInPlace(), nesting + 1);
        levels = Math.max(levels, 1 + child.levelsBelow(limit - 1));
      }
    }
    return levels;
  }

  private void nestAt(int level) {
    nesting = level;
    children.values().forEach(child -> child.nestAt(level + 1));
  }

  /**
   * Frees every page of this bucket and of those below. Sub-buckets are found in the present
   * entries, since one that was deleted before has freed its pages; this bucket's own pages are
   * those it had at the start, since nothing is written before the commit.
   */
  private void freeAll() {
    Path walk = new Path(this);
    for (boolean more = walk.first(); more; more = walk.next()) {
      if (walk.leaf().isBucket()) {
        EngineBucket child = find(walk.leaf().key());
        if (child != null) {
          child.freeAll();
        }
      }
    }
    tree.free();
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
      requireUsable();
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
    fillPercent = fillWithin(value);
  }

  static double fillWithin(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "fill percent is not a number; expected " + MIN_FILL + " to " + MAX_FILL);
    }
    return Math.clamp(value, MIN_FILL, MAX_FILL);
  }

  void requireUsable() {
    transaction.requireOpen();
    if (deleted) {
      throw new BucketNotFoundException("this bucket was deleted in this transaction");
    }
  }

  void requireChangeable() {
    transaction.requireWritable();
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

  long rootPage() {
    return tree.rootPage();
  }

  void setRootPage(long page) {
    tree.setRootPage(page);
  }

  Collection<EngineBucket> openChildren() {
    return children.values();
  }

  Map<byte[], EngineBucket> openChildrenByName() {
    return children;
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
