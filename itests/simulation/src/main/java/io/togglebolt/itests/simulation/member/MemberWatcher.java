package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;

/**
 * Is told what members do, as it happens. What it throws ends the simulation as a failure of the
 * seed; the message says in one sentence what was broken.
 */
public interface MemberWatcher {
  /** A process began, and has read what its disk holds. */
  default void started(MemberView member) {}

  /** A process ended, for whatever reason. */
  default void stopped(MemberView member) {}

  /**
   * Something was appended to a member's log, and is durable as far as the log says so.
   *
   * @param state what is remembered from now on; empty when unchanged
   * @param entries in the place of all from the first one's index on; may be empty
   */
  default void saved(MemberView member, HardState state, List<Entry> entries) {}

  /** A message leaves a member. */
  default void sent(MemberView member, Message message) {}

  /**
   * An entry was applied, durably.
   *
   * @param confState the configuration after it
   */
  default void applied(MemberView member, Entry entry, ConfState confState) {}

  /**
   * A snapshot took the place of a member's state machine and log.
   *
   * @param stateHash of all that the state machine holds afterwards
   */
  default void installed(MemberView member, SnapshotMetadata snapshot, long stateHash) {}

  /**
   * A member's state machine is at an index with this content; told now and then.
   *
   * @param stateHash of all that it holds
   */
  default void hashed(MemberView member, long index, long stateHash) {}

  /**
   * A member took another part into use, or the same again.
   *
   * @param kind what kind of part
   * @param part its name
   */
  default void swapped(MemberView member, String kind, String part) {}

  /** A client was told that its command is done. */
  default void acknowledged(Command command) {}

  /** The simulation is over, and all members agree. */
  default void finish() {}

  /**
   * A client asks a member to read.
   *
   * @param question its number in this life of the member
   */
  default void asked(MemberView member, long question) {}

  /**
   * A member knows up to where to apply before it answers a read.
   *
   * @param question as when it was asked
   */
  default void answered(MemberView member, long question, long index) {}

  /** An event that concerned the member is over. */
  default void stepped(MemberView member) {}
}
