package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import java.util.List;

/**
 * How much data a leader has taken that is not applied yet, which bounds how far its log outgrows
 * what a quorum takes. It may be too low, for a leader begins with 0 whatever its log holds, and
 * never too high.
 */
final class Uncommitted {
  private final long maxBytes;
  private long bytes;

  Uncommitted(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes entries, or refuses them all. The first ones are taken whatever their size; so are those
   * without data, with which a leader begins and a joint configuration is left.
   */
  boolean take(List<Entry> entries) {
    long more = EntrySizes.data(entries);
    if (bytes > 0 && more > 0 && more > maxBytes - bytes) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** Entries were applied. */
  void release(List<Entry> entries) {
    bytes = bytes == 0 ? 0 : Math.max(0, bytes - EntrySizes.data(entries));
  }

  void clear() {
    bytes = 0;
  }
}
