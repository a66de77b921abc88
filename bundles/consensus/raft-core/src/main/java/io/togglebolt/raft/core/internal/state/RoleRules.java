package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;

/** What a member in a role does with a message of its own term, and with time. */
sealed interface RoleRules permits Follower, Candidate, Leader {
  /** Takes a message that is not about votes or storage, which concern all roles alike. */
  void step(Message message);

  /** One unit of time has passed. */
  void tick();
}
