package io.togglebolt.storage.engine.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * The pages that one committed state of a file uses, read from the file's bytes by the format's
 * description and with nothing of the engine: what a reader of that state can see.
 */
final class TreePages {
  private static final int PAGE_HEADER = 16;
  private static final int LEAF = 0x02;
  private static final int BUCKET_ENTRY = 0x01;
  private static final int ELEMENT = 16;

  private final ByteBuffer file;
  private final int pageSize;

  /** By page id. */
  private final BitSet tree = new BitSet();

  private final long freelistPages;

  /** Reads the state that this transaction left; its meta must not have been overwritten yet. */
  TreePages(byte[] content, int pageSize, long txid) {
    this.pageSize = pageSize;
    file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int meta = Math.toIntExact(txid % 2) * pageSize + PAGE_HEADER;
    if (file.getLong(meta + 48) != txid) {
      throw new AssertionError("the file no longer has the meta of transaction " + txid);
    }
    walk(file.getLong(meta + 16));
    long freelist = file.getLong(meta + 32);
    freelistPages = freelist == -1 ? 0 : 1 + file.getInt(at(freelist) + 12);
  }

  private int at(long page) {
    return Math.toIntExact(page * pageSize);
  }

  private void walk(long page) {
    int at = at(page);
    int id = Math.toIntExact(page);
    tree.set(id, id + 1 + file.getInt(at + 12));
    boolean leaf = file.getShort(at + 8) == LEAF;
    int count = Short.toUnsignedInt(file.getShort(at + 10));
    for (int i = 0; i < count; i++) {
      int element = at + PAGE_HEADER + i * ELEMENT;
      if (!leaf) {
        walk(file.getLong(element + 8));
      } else if (file.getInt(element) == BUCKET_ENTRY) {
        long root = file.getLong(element + file.getInt(element + 4) + file.getInt(element + 8));
        // An inline bucket has no page of its own, and no bucket in it that has one.
        if (root != 0) {
          walk(root);
        }
      }
    }
  }

  /** The pages of the tree, by id. A copy. */
  BitSet tree() {
    return (BitSet) tree.clone();
  }

  /** How many pages the tree has that another does not have. */
  long pagesNotIn(TreePages other) {
    BitSet own = tree();
    own.andNot(other.tree);
    return own.cardinality();
  }

  /** How many pages hold the list of free pages. */
  long freelistPages() {
    return freelistPages;
  }
}
