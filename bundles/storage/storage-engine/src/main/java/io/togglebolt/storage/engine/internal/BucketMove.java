package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.KeyRejectedException;

/** Moves a bucket, with all that is in it, from one bucket of a transaction to another. */
record BucketMove(byte[] name, EngineBucket child, EngineBucket from, EngineBucket to) {
  /** Moves it; all that can be wrong with that is found before the first change. */
  void run() {
    requireOutside();
    try {
      requireNesting();
      Node targetLeaf = to.subBuckets().leafForNew(name);
      byte[] value = from.subBuckets().remove(name);
      to.subBuckets().add(targetLeaf, name, value, child);
    } catch (RuntimeException | InternalError failure) {
      throw from.transaction().explain(failure);
    }
  }

  private void requireOutside() {
    if (to == from) {
      throw new IllegalArgumentException(
          "bucket " + Keys.show(name) + " is in that bucket already; expected another to move to");
    }
    for (EngineBucket above = to; above != null; above = above.parent()) {
      if (above == child) {
        throw new IllegalArgumentException(
            "bucket " + Keys.show(name) + " cannot be moved into itself or a bucket below it");
      }
    }
  }

  /** Only a bucket that gets deeper than it is can bring those below it past the limit. */
  private void requireNesting() {
    int level = to.nesting() + 1;
    if (level > child.nesting()
        && level + BucketWalk.levelsBelow(child, EngineBucket.MAX_NESTING + 1 - level)
            > EngineBucket.MAX_NESTING) {
      throw new KeyRejectedException(
          "bucket "
              + Keys.show(name)
              + ", or one below it, would be nested more than "
              + EngineBucket.MAX_NESTING
              + " deep, which is the limit");
    }
  }
}
