package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.quorum.AckedIndexes;
import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.Vote;
import io.togglebolt.raft.core.internal.quorum.VoteResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster, how far each of them is, and how they have voted. Every member has
 * one; a leader looks at the progress, a candidate at the votes. For one thread.
 */
public final class ProgressTracker {
  private final int maxInflightMessages;
  private final long maxInflightBytes;
  private final VoteBox votes = new VoteBox();
  // Kept, so that counting acknowledgements creates no object.
  private final AckedIndexes matches = this::match;
  private final Ballots activity = this::activity;
  private TrackerConfig config = TrackerConfig.EMPTY;
  private ProgressMap progress = new ProgressMap();

  /**
   * A tracker of nobody.
   *
   * @param maxInflightMessages see {@link Inflights}
   * @param maxInflightBytes see {@link Inflights}
   */
  public ProgressTracker(int maxInflightMessages, long maxInflightBytes) {
    this.maxInflightMessages = maxInflightMessages;
    this.maxInflightBytes = maxInflightBytes;
  }

  /** Replaces who belongs to the cluster by what a change came to. */
  public void install(Membership membership) {
    config = membership.config();
    progress = membership.progress();
  }

  /** Who belongs to the cluster. */
  public TrackerConfig config() {
    return config;
  }

  /** Who belongs to the cluster, as a value of the API. */
  public ConfState confState() {
    return config.confState();
  }

  /** The progress of all members; the tracker's own, not a copy. */
  public ProgressMap progress() {
    return progress;
  }

  /** The progress of a member; null when it is none. */
  public @Nullable Progress progress(long id) {
    return progress.get(id);
  }

  /** Visits all members, learners too, in ascending unsigned order of their ids. */
  public void visit(ProgressMap.Visitor visitor) {
    progress.visit(Objects.requireNonNull(visitor, "visitor"));
  }

  /** An empty window of the size that every member's has. */
  public Inflights newInflights() {
    return new Inflights(maxInflightMessages, maxInflightBytes);
  }

  /** Whether there is one voter, who needs nobody to decide. */
  public boolean isSingleton() {
    return config.voters().incoming().size() == 1 && !config.voters().isJoint();
  }

  /** How far each member is, for a quorum to count; 0 for who is none. */
  public AckedIndexes matches() {
    return matches;
  }

  /** The highest index that is on the logs of a quorum. */
  public long committed() {
    return config.voters().committedIndex(matches);
  }

  /** Whether a quorum was heard of since that was last forgotten. */
  public boolean quorumActive() {
    return config.voters().voteResult(activity) == VoteResult.WON;
  }

  /** Forgets all votes. */
  public void resetVotes() {
    votes.reset();
  }

  /** Remembers a vote, unless the member has voted already. */
  public void recordVote(long id, boolean granted) {
    votes.record(id, granted);
  }

  /** The votes so far, for a quorum to count. */
  public Ballots votes() {
    return votes;
  }

  /** Counts the votes. The figures leave out who has voted but is no voter any more. */
  public Tally tallyVotes() {
    int granted = 0;
    int rejected = 0;
    for (int position = 0; position < progress.size(); position++) {
      if (progress.at(position).isLearner()) {
        continue;
      }
      switch (votes.of(progress.id(position))) {
        case GRANTED -> granted++;
        case REJECTED -> rejected++;
        case MISSING -> {}
      }
    }
    return new Tally(granted, rejected, config.voters().voteResult(votes));
  }

  private long match(long id) {
    Progress member = progress.get(id);
    return member == null ? 0 : member.match();
  }

  private Vote activity(long id) {
    Progress member = progress.get(id);
    return member == null ? Vote.MISSING : Vote.of(member.isRecentActive());
  }
}
