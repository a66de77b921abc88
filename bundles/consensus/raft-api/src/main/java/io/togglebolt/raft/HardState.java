package io.togglebolt.raft;

/**
 * What a member must remember across a crash, beside its entries.
 *
 * @param term the latest term that it has seen
 * @param vote whom it voted for in that term; 0 for nobody
 * @param commit the highest index known to be committed. It may lag behind after a crash
 */
public record HardState(long term, long vote, long commit) {
  /** The state of a member that has seen nothing yet. */
  public static final HardState EMPTY = new HardState(0, 0, 0);

  /** Whether there is nothing to remember. */
  public boolean isEmpty() {
    return equals(EMPTY);
  }

  /** Whether this must be durable before anything is promised to others, given what already is. */
  public boolean mustSyncAfter(HardState durable) {
    return term != durable.term || vote != durable.vote;
  }
}
