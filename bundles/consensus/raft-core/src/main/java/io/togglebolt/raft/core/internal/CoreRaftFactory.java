package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.log.StableLog;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.internal.state.StateMachine;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes members. */
public final class CoreRaftFactory implements RaftFactory {
  private final Set<Safeguard> suspended;

  /** Makes members that keep all rules; for the service loader. */
  public CoreRaftFactory() {
    this(EnumSet.noneOf(Safeguard.class));
  }

  /**
   * Makes members that break some rules, for tests of those who look for broken promises.
   *
   * @param suspended the rules that do not hold
   */
  public CoreRaftFactory(Set<Safeguard> suspended) {
    this.suspended = Set.copyOf(suspended);
  }

  @Override
  public RaftNode newNode(RaftOptions options) {
    return new CoreNode(options, machine(options));
  }

  @Override
  public RaftNode bootstrap(RaftOptions options, List<Peer> peers) {
    requirePeers(peers);
    long last = options.storage().lastIndex();
    if (last != 0) {
      throw new IllegalArgumentException(
          "a cluster begins with empty storages; that of "
              + Long.toHexString(options.id())
              + " ends at index "
              + last);
    }
    StateMachine machine = machine(options);
    CoreNode node = new CoreNode(options, machine);
    node.bootstrap(peers);
    return node;
  }

  private static void requirePeers(List<Peer> peers) {
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("a cluster begins with at least one peer; none was given");
    }
    Set<Long> ids = new HashSet<>();
    for (Peer peer : peers) {
      if (peer.id() == Message.NONE || Message.isThread(peer.id())) {
        throw new IllegalArgumentException(
            "peer id "
                + Long.toUnsignedString(peer.id())
                + " stands for nobody or a thread; expected neither 0 nor 2^64 - 1 nor 2^64 - 2");
      }
      if (!ids.add(peer.id())) {
        throw new IllegalArgumentException(
            "peer " + Long.toHexString(peer.id()) + " was given twice; expected once");
      }
    }
  }

  private StateMachine machine(RaftOptions options) {
    try {
      return new StateMachine(options, suspended);
    } catch (RaftInvariantException e) {
      throw new IllegalArgumentException(
          "the storage of " + Long.toHexString(options.id()) + " is refused: " + e.getMessage(), e);
    }
  }

  @Override
  public MemoryStorage newMemoryStorage() {
    return new StableLog();
  }
}
