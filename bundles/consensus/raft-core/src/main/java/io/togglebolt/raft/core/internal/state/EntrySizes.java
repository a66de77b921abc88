package io.togglebolt.raft.core.internal.state;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.raft.Entry;
import java.util.List;

/** How large entries are, in bytes. */
public final class EntrySizes {
  private EntrySizes() {}

  /** When encoded. */
  public static long encoded(List<Entry> entries) {
    long sum = 0;
    for (int i = 0; i < entries.size(); i++) {
      sum += EntryCodec.sizeOf(entries.get(i));
    }
    return sum;
  }

  /** Their data alone. */
  static long data(List<Entry> entries) {
    long sum = 0;
    for (int i = 0; i < entries.size(); i++) {
      sum += entries.get(i).data().length;
    }
    return sum;
  }
}
