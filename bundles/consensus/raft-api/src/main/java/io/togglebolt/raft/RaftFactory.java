package io.togglebolt.raft;

import java.util.List;

/** Makes members. Stateless; any thread may call it. */
public interface RaftFactory {
  /**
   * A member that goes on from what its storage holds.
   *
   * @throws IllegalArgumentException when the storage contradicts itself or the options: the
   *     message names the value and what was expected
   */
  RaftNode newNode(RaftOptions options);

  /**
   * A member of a cluster that begins: its log starts with a change for each of the members, which
   * count as committed. Each of them must begin with the same list in the same order.
   *
   * @throws IllegalArgumentException when the storage is not empty, or there are no peers, or one
   *     is there twice or has an id that no member may have
   */
  RaftNode bootstrap(RaftOptions options, List<Peer> peers);

  /** An empty log in memory. */
  MemoryStorage newMemoryStorage();
}
