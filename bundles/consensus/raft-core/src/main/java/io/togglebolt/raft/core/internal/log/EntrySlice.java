package io.togglebolt.raft.core.internal.log;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.raft.Entry;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Successive entries of an array, as a list. It costs the same however many they are. Whoever owns
 * the array never writes again where a slice of it may look, which makes the list immutable.
 */
public final class EntrySlice extends AbstractList<Entry> implements RandomAccess {
  private final Entry[] array;
  private final int from;
  private final int size;

  private EntrySlice(Entry[] array, int from, int size) {
    this.array = array;
    this.from = from;
    this.size = size;
  }

  /** All entries of an array, which from now on nobody writes to. */
  public static List<Entry> of(Entry... array) {
    return of(array, 0, array.length);
  }

  static List<Entry> of(Entry[] array, int from, int size) {
    return size == 0 ? List.of() : new EntrySlice(array, from, size);
  }

  @Override
  public Entry get(int index) {
    return array[from + Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Entry> subList(int lo, int hi) {
    Objects.checkFromToIndex(lo, hi, size);
    return of(array, from + lo, hi - lo);
  }

  /** What the entries take together when encoded. */
  static long sizeOf(List<Entry> entries) {
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += EntryCodec.sizeOf(entries.get(i));
    }
    return bytes;
  }

  /** As many of the first entries as fit the limit; the first in any case. */
  static List<Entry> limit(List<Entry> entries, long maxBytes) {
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += EntryCodec.sizeOf(entries.get(i));
      if (bytes > maxBytes && i > 0) {
        return entries.subList(0, i);
      }
    }
    return entries;
  }
}
