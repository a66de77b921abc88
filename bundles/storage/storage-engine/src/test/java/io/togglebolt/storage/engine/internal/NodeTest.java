package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nodes against a sorted map, over base pages as our writer and as other writers lay them out. */
class NodeTest {
  private static final int PAGE_ID = 7;
  private static final int ROUNDS = 150;
  private static final int STEPS = 120;

  /** What an entry is: for a branch the value is the child's page. */
  private record Entry(byte[] value, boolean isBucket, long child) {}

  @Test
  void aLeafHoldsWhatAMapHoldsThroughPutsRemovesSplitsAndMerges() {
    withBucket(
        bucket -> Seeds.check(1, ROUNDS, random -> new Run(bucket, random, true).changeAndWrite()));
  }

  @Test
  void aBranchHoldsWhatAMapHoldsThroughPutsRemovesSplitsAndMerges() {
    withBucket(
        bucket ->
            Seeds.check(1, ROUNDS, random -> new Run(bucket, random, false).changeAndWrite()));
  }

  @Test
  void puttingOneKeyAgainAndAgainKeepsOneEntry() {
    withBucket(
        bucket -> {
          Node node = new Node(bucket, true, null);
          for (int i = 0; i < 10_000; i++) {
            node.putValue(new byte[] {1}, new byte[i % 7], false);
          }
          assertEquals(1, node.count());
          assertEquals(Layouts.PAGE_HEADER + Layouts.ELEMENT + 1 + 9_999 % 7, node.size());
        });
  }

  @Test
  void aPageWhoseElementsReachPastItsEndIsRefusedWithItsId() {
    withBucket(
        bucket -> {
          TreeMap<byte[], Entry> one = new TreeMap<>(Arrays::compareUnsigned);
          one.put(new byte[] {1, 2}, new Entry(new byte[100], false, 3));
          for (boolean leaf : new boolean[] {true, false}) {
            BasePage page = new BasePage(one, leaf, new SplitMix64(1), 0);
            int sizeAt = Layouts.PAGE_HEADER + (leaf ? Layouts.LEAF_VALUE_SIZE : 4);
            page.memory.set(Layouts.U32, page.base + sizeAt, (int) page.length);
            CorruptPageException refused =
                assertThrows(CorruptPageException.class, () -> page.read(bucket, leaf));
            assertTrue(String.valueOf(refused.getMessage()).contains("page " + PAGE_ID));
          }
          BasePage page = new BasePage(one, false, new SplitMix64(1), 0);
          page.memory.set(Layouts.U64, page.base + Layouts.PAGE_HEADER + Layouts.BRANCH_CHILD, -5L);
          assertThrows(CorruptPageException.class, () -> page.read(bucket, false));
        });
  }

  @Test
  void aNodeLongerThanARunCanBeIsATypedError() {
    withBucket(
        bucket -> {
          assertEquals(1, Placing.pagesFor(1024, bucket.pages()));
          assertEquals(2, Placing.pagesFor(1025, bucket.pages()));
          StorageException refused =
              assertThrows(
                  StorageException.class, () -> Placing.pagesFor(1L << 31, bucket.pages()));
          assertTrue(String.valueOf(refused.getMessage()).contains("2147483648"));
        });
  }

  private static void withBucket(Consumer<EngineBucket> test) {
    try (Database database = EngineBed.withAllParts(new SimulatedDisk()).open(1024);
        Transaction transaction = database.beginWrite()) {
      test.accept((EngineBucket) transaction.createBucket(new byte[] {'b'}));
    }
  }

  /** A page in the middle of other memory. */
  private static final class BasePage {
    private final long base;
    private final long length;
    private final MemorySegment memory;
    private final int count;

    /**
     * @param layout 0: as we write it; 1: gaps between the data; 2: data in reverse order; 3: equal
     *     neighbouring values share their bytes where key and value allow it
     */
    BasePage(TreeMap<byte[], Entry> entries, boolean leaf, SplitMix64 random, int layout) {
      count = entries.size();
      long data = 0;
      for (Map.Entry<byte[], Entry> entry : entries.entrySet()) {
        data += entry.getKey().length + (leaf ? entry.getValue().value.length : 0) + 3;
      }
      base = random.between(0, 100);
      length = Layouts.PAGE_HEADER + (long) count * Layouts.ELEMENT + data;
      memory = MemorySegment.ofArray(random.bytes((int) (base + length + 50)));
      long at = base + Layouts.PAGE_HEADER + (long) count * Layouts.ELEMENT;
      List<Map.Entry<byte[], Entry>> order = new ArrayList<>(entries.entrySet());
      List<byte[]> keys = new ArrayList<>(entries.keySet());
      if (layout == 2) {
        order = order.reversed();
      }
      long before = -1;
      byte[] written = {};
      for (Map.Entry<byte[], Entry> entry : order) {
        byte[] bytes = data(entry.getKey(), leaf ? entry.getValue().value : new byte[0]);
        int index = keys.indexOf(entry.getKey());
        boolean shares = layout == 3 && startsWith(written, bytes);
        long where = shares ? before : at;
        element(leaf, index, where, entry.getKey().length, entry.getValue());
        if (!shares) {
          MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
          before = at;
          written = bytes;
          at += bytes.length + (layout == 1 ? random.between(0, 3) : 0);
        }
      }
    }

    private static byte[] data(byte[] key, byte[] value) {
      byte[] bytes = Arrays.copyOf(key, key.length + value.length);
      System.arraycopy(value, 0, bytes, key.length, value.length);
      return bytes;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
      return bytes.length >= prefix.length
          && Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
    }

    private void element(boolean leaf, int index, long where, int keyLength, Entry entry) {
      long element = base + Layouts.PAGE_HEADER + (long) index * Layouts.ELEMENT;
      int pos = (int) (where - element);
      if (leaf) {
        memory.set(Layouts.U32, element + Layouts.LEAF_FLAGS, entry.isBucket ? 1 : 0);
        memory.set(Layouts.U32, element + Layouts.LEAF_POS, pos);
        memory.set(Layouts.U32, element + Layouts.LEAF_KEY_SIZE, keyLength);
        memory.set(Layouts.U32, element + Layouts.LEAF_VALUE_SIZE, entry.value.length);
      } else {
        memory.set(Layouts.U32, element + Layouts.BRANCH_POS, pos);
        memory.set(Layouts.U32, element + Layouts.BRANCH_KEY_SIZE, keyLength);
        memory.set(Layouts.U64, element + Layouts.BRANCH_CHILD, entry.child);
      }
    }

    Node read(EngineBucket bucket, boolean leaf) {
      PageView view = new PageView();
      view.point(bucket.pages(), memory, base, length, PAGE_ID, leaf, count);
      Node node = new Node(bucket, leaf, null, memory);
      node.read(PAGE_ID, view);
      return node;
    }
  }

  /** One history of a node. */
  private static final class Run {
    private final EngineBucket bucket;
    private final SplitMix64 random;
    private final boolean leaf;
    private final TreeMap<byte[], Entry> model = new TreeMap<>(Arrays::compareUnsigned);
    private final BasePage page;
    private Node node;

    Run(EngineBucket bucket, SplitMix64 random, boolean leaf) {
      this.bucket = bucket;
      this.random = random;
      this.leaf = leaf;
      int entries = random.choice(0, 1, 5, 40);
      for (int i = 0; i < entries; i++) {
        model.put(key(), entry());
      }
      page = new BasePage(model, leaf, random, random.between(0, 3));
      node = page.read(bucket, leaf);
    }

    private byte[] key() {
      return random.bytes(random.choice(1, 1, 1, 2, 3, 30));
    }

    private Entry entry() {
      byte[] value = random.chance(1, 2) ? new byte[0] : random.bytes(random.between(1, 60));
      return new Entry(value, random.chance(1, 5), random.between(2, 1 << 20));
    }

    void changeAndWrite() {
      assertSame(node);
      for (int i = 0; i < STEPS; i++) {
        switch (random.between(0, 9)) {
          case 0, 1, 2, 3, 4 -> put(key(), entry());
          case 5, 6, 7 -> remove(random.chance(1, 4) ? key() : present());
          case 8 -> divideAndJoin();
          default -> rename();
        }
        assertSame(node);
      }
      write();
    }

    private byte[] present() {
      byte[] found = model.ceilingKey(key());
      return found != null ? found : key();
    }

    private void put(byte[] key, Entry entry) {
      model.put(key, entry);
      if (leaf) {
        node.putValue(key, entry.value, entry.isBucket);
      } else {
        node.putChild(key, key, entry.child);
      }
    }

    private void remove(byte[] key) {
      assertEquals(model.remove(key) != null, node.holds(node.lowerBound(key), key));
      node.remove(key);
    }

    /** A branch's child gets another first key, below the one it had and above its neighbour's. */
    private void rename() {
      byte[] old = present();
      byte[] longer = Arrays.copyOf(old, old.length + 1);
      Entry entry = model.get(old);
      if (leaf || entry == null || model.containsKey(longer)) {
        return;
      }
      model.remove(old);
      model.put(longer, entry);
      node.putChild(old, longer, entry.child);
    }

    private void divideAndJoin() {
      int at = random.between(0, node.count());
      Node right = new Node(bucket, leaf, null, page.memory);
      node.copyTo(right, at, node.count());
      node.keepFirst(at);
      assertEquals(model.size(), node.count() + right.count());
      if (random.chance(1, 2) || leaf) {
        node.append(right);
      } else {
        Node joined = new Node(bucket, false, null, page.memory);
        joined.append(node);
        joined.append(right);
        node = joined;
      }
    }

    private void assertSame(Node found) {
      assertEquals(model.size(), found.count());
      long size = Layouts.PAGE_HEADER;
      int i = 0;
      for (Map.Entry<byte[], Entry> entry : model.entrySet()) {
        Entry expected = entry.getValue();
        assertArrayEquals(entry.getKey(), found.key(i));
        assertEquals(i, found.lowerBound(entry.getKey()));
        if (leaf) {
          assertArrayEquals(expected.value, found.value(i).toArray(ValueLayout.JAVA_BYTE));
          assertEquals(expected.isBucket, found.isBucket(i));
        } else {
          assertEquals(expected.child, found.childPage(i));
        }
        size += Layouts.ELEMENT + entry.getKey().length + (leaf ? expected.value.length : 0);
        i++;
      }
      assertEquals(size, found.size());
    }

    /** Into memory that held something else. */
    private void write() {
      byte[] run = random.bytes((int) node.size() + random.between(0, 40));
      MemorySegment target = MemorySegment.ofArray(run);
      node.write(target, 9, 2, new Placing(bucket.transaction()));
      for (int i = (int) node.size(); i < run.length; i++) {
        assertEquals(0, run[i], "byte " + i);
      }
      assertEquals(9, Layouts.getU64(target, Layouts.PAGE_ID));
      assertEquals(2, Layouts.getU32(target, Layouts.PAGE_OVERFLOW));
      assertEquals(
          leaf ? Layouts.LEAF : Layouts.BRANCH, Layouts.getU16(target, Layouts.PAGE_FLAGS));
      PageView view = new PageView();
      view.point(
          bucket.pages(),
          target,
          0,
          run.length,
          9,
          leaf,
          Layouts.getU16(target, Layouts.PAGE_COUNT));
      Node again = new Node(bucket, leaf, null, target);
      again.read(9, view);
      assertSame(again);
    }
  }
}
