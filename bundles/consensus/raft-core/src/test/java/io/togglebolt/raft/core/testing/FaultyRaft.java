package io.togglebolt.raft.core.testing;

import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.state.Safeguard;
import java.util.EnumSet;
import java.util.List;

/**
 * Makes members that break rules of Raft, so that a simulation can show that it finds them. Not
 * found by the service loader, and in no bundle.
 */
public final class FaultyRaft implements RaftFactory {
  private final RaftFactory factory;

  /** Makes members that break the given rules. */
  public FaultyRaft(Safeguard... broken) {
    EnumSet<Safeguard> suspended = EnumSet.noneOf(Safeguard.class);
    suspended.addAll(List.of(broken));
    factory = new CoreRaftFactory(suspended);
  }

  @Override
  public RaftNode newNode(RaftOptions options) {
    return factory.newNode(options);
  }

  @Override
  public RaftNode bootstrap(RaftOptions options, List<Peer> peers) {
    return factory.bootstrap(options, peers);
  }

  @Override
  public MemoryStorage newMemoryStorage() {
    return factory.newMemoryStorage();
  }
}
