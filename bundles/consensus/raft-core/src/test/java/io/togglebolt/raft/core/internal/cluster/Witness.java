package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import java.util.List;

/** Is told of whatever a host does, when it has done it. */
interface Witness {
  /** Looks away. */
  Witness NONE = new Witness() {};

  /** The host has taken what its member wants done. */
  default void took(Host host, Ready ready) {}

  /** The host has entries on its disk; none of them is older than a snapshot that it has. */
  default void wrote(Host host, List<Entry> entries) {}

  /** The host has applied an entry. */
  default void applied(Host host, Entry entry) {}

  /** The host has taken over a snapshot. */
  default void restored(Host host, Snapshot snapshot) {}
}
