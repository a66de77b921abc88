package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.Vote;
import java.util.Arrays;

/**
 * Who has voted what in the current election; of several answers of one member the first counts.
 * For one thread.
 */
final class VoteBox implements Ballots {
  private long[] ids = new long[4];
  private boolean[] granted = new boolean[4];
  private int count;

  void reset() {
    count = 0;
  }

  void record(long id, boolean yes) {
    if (of(id) != Vote.MISSING) {
      return;
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      granted = Arrays.copyOf(granted, 2 * count);
    }
    ids[count] = id;
    granted[count] = yes;
    count++;
  }

  @Override
  public Vote of(long id) {
    for (int position = 0; position < count; position++) {
      if (ids[position] == id) {
        return Vote.of(granted[position]);
      }
    }
    return Vote.MISSING;
  }
}
