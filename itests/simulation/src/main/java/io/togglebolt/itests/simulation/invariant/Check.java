package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;

/** One property, looked at wherever it can break. What is broken is thrown. */
interface Check {
  /** Its name, with which its failures begin. */
  String name();

  /** A member started; its record is that of before. */
  default void started(MemberTrace member, MemberView view) {}

  /** A member writes; its record is that of before. */
  default void saving(MemberTrace member, HardState state, List<Entry> entries) {}

  /** A member has written; its record holds it. */
  default void saved(MemberTrace member, MemberView view, HardState state, List<Entry> entries) {}

  /** A message leaves. */
  default void sent(MemberTrace member, MemberView view, Message message) {}

  /** An entry was applied; the record is that of before. */
  default void applied(MemberTrace member, MemberView view, Entry entry, ConfState confState) {}

  /** A snapshot was installed; the record is that of before. */
  default void installed(MemberTrace member, SnapshotMetadata snapshot, long stateHash) {}

  /** A state machine has this content at an index. */
  default void hashed(MemberTrace member, long index, long stateHash) {}

  /** A member is asked to read. */
  default void asked(MemberTrace member, MemberView view, long question) {}

  /** A member knows up to where to apply before it answers. */
  default void answered(MemberTrace member, MemberView view, long question, long index) {}

  /** An event is over. */
  default void stepped(MemberTrace member, MemberView view) {}

  /** What is thrown. */
  default SimulationFailure failure(String sentence) {
    return new SimulationFailure(name() + ": " + sentence);
  }
}
