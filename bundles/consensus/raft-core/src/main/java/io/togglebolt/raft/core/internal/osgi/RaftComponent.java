package io.togglebolt.raft.core.internal.osgi;

import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The factory of members as a service. */
@Component(service = RaftFactory.class, property = "togglebolt.name=core")
public final class RaftComponent implements RaftFactory {
  private final RaftFactory factory = new CoreRaftFactory();

  /** Made by Declarative Services. */
  @Activate
  public RaftComponent() {}

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
