package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** One step of a way down a tree: a page or, in a write transaction, a node; and an entry there. */
final class Step {
  private final PageView view = new PageView();
  private @Nullable Node node;
  private int index;

  /** Points at a page of the tree, or at the node made of it. */
  void point(BucketTree tree, long page) {
    node = tree.nodeOrView(page, view);
    index = 0;
  }

  boolean leaf() {
    return node != null ? node.isLeaf() : view.leaf();
  }

  int count() {
    return node != null ? node.count() : view.count();
  }

  /** Whether this is a page, not a node, and holds nothing. */
  boolean isEmptyPage() {
    return node == null && view.count() == 0;
  }

  int index() {
    return index;
  }

  void moveTo(int entry) {
    index = entry;
  }

  /** Moves to the first entry that is not below the key; returns whether it is the key's own. */
  boolean search(KeySearch search, byte[] key) {
    Node changed = node;
    if (changed == null) {
      index = search.lowerBound(view, key);
      return search.found();
    }
    index = changed.lowerBound(key);
    return changed.holds(index, key);
  }

  /** In a branch, after a search: moves to the entry below which the key is, or would be. */
  void turnDown(KeySearch search, boolean there) {
    if (!there && index > 0) {
      index--;
    }
    if (node != null) {
      // A changed branch knows nothing of where its children's keys lie in the mapping.
      search.reset();
    } else if (index < view.count()) {
      search.descend(view, index);
    }
  }

  long child() {
    return node != null ? node.childPage(index) : view.child(index);
  }

  byte[] key() {
    return node != null ? node.key(index).clone() : view.key(index);
  }

  /** Points a view at the key. */
  void showKey(EngineBytesView target) {
    if (node != null) {
      MemorySegment key = MemorySegment.ofArray(node.key(index));
      target.point(key, 0, (int) key.byteSize());
    } else {
      long span = view.keySpan(index);
      target.point(view.segment(), view.keyOffset(index, span), PageView.keyLength(span));
    }
  }

  boolean isBucket() {
    return node != null ? node.isBucket(index) : view.isBucket(index);
  }

  /** The value as bytes of its own. */
  byte[] value() {
    Node changed = node;
    if (changed == null) {
      return view.value(index);
    }
    MemorySegment value = changed.value(index);
    if (value.byteSize() > HeapLimits.LARGE_BYTES) {
      HeapLimits.requireRoom(changed.bucket().pages().file(), value.byteSize());
    }
    return value.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Points a view at the value. */
  void showValue(EngineBytesView target) {
    if (node != null) {
      MemorySegment value = node.value(index);
      target.point(value, 0, (int) value.byteSize());
    } else {
      int length = view.valueLength(index);
      target.point(view.segment(), view.valueOffset(index), length);
    }
  }

  /** The value where it lies. */
  MemorySegment valueInPlace() {
    return node != null
        ? node.value(index)
        : view.segment().asSlice(view.valueOffset(index), view.valueLength(index));
  }
}
