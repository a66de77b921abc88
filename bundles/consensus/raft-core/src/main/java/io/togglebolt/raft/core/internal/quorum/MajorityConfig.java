package io.togglebolt.raft.core.internal.quorum;

import java.util.Arrays;
import java.util.Objects;

/**
 * Voters that decide by majority.
 *
 * <p>The ids never change, but counting sorts in an array of the configuration's own so that
 * nothing is allocated for an acknowledgement. An instance is therefore for one thread at a time,
 * as all of a member is.
 */
public final class MajorityConfig {
  /**
   * What a configuration without voters has committed: everything. So the half of a joint
   * configuration that is absent never holds back the other.
   */
  public static final long EVERYTHING = Long.MAX_VALUE;

  /** The configuration without voters. */
  public static final MajorityConfig EMPTY = new MajorityConfig(NodeIds.NONE);

  /** Up to how many voters it pays to sort by inserting. */
  private static final int HANDFUL = 16;

  private final NodeIds ids;
  private final long[] sorted;

  /** A configuration of the given voters. */
  public MajorityConfig(NodeIds ids) {
    this.ids = Objects.requireNonNull(ids, "ids");
    sorted = new long[ids.size()];
  }

  /** A configuration of the given voters, which may repeat and come in any order. */
  public static MajorityConfig of(long... ids) {
    return new MajorityConfig(NodeIds.of(ids));
  }

  /** Who votes. */
  public NodeIds ids() {
    return ids;
  }

  /** How many vote. */
  public int size() {
    return ids.size();
  }

  /** Whether nobody votes. */
  public boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Whether a member votes. */
  public boolean contains(long id) {
    return ids.contains(id);
  }

  /** How many voters are a majority. */
  public int quorum() {
    return ids.size() / 2 + 1;
  }

  /** The highest index that a majority has acknowledged; {@link #EVERYTHING} without voters. */
  public long committedIndex(AckedIndexes acked) {
    int voters = sorted.length;
    if (voters == 0) {
      return EVERYTHING;
    }
    if (voters > HANDFUL) {
      for (int count = 0; count < voters; count++) {
        sorted[count] = acked.of(ids.at(count));
      }
      Arrays.sort(sorted);
    } else {
      for (int count = 0; count < voters; count++) {
        insert(acked.of(ids.at(count)), count);
      }
    }
    // In ascending order, the quorum's smallest index has as many above it as make it a quorum.
    return sorted[voters - quorum()];
  }

  /** Sorts one more index into the first {@code count}. */
  private void insert(long index, int count) {
    int place = count;
    while (place > 0 && sorted[place - 1] > index) {
      sorted[place] = sorted[place - 1];
      place--;
    }
    sorted[place] = index;
  }

  /** How a vote stands; won without voters, for the reason of {@link #EVERYTHING}. */
  public VoteResult voteResult(Ballots ballots) {
    int voters = ids.size();
    if (voters == 0) {
      return VoteResult.WON;
    }
    int granted = 0;
    int missing = 0;
    for (int position = 0; position < voters; position++) {
      switch (ballots.of(ids.at(position))) {
        case GRANTED -> granted++;
        case MISSING -> missing++;
        case REJECTED -> {}
      }
    }
    if (granted >= quorum()) {
      return VoteResult.WON;
    }
    return granted + missing >= quorum() ? VoteResult.PENDING : VoteResult.LOST;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MajorityConfig config && ids.equals(config.ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }

  /** {@code (1 2 3)}. */
  @Override
  public String toString() {
    return ids.toString();
  }
}
