package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.SoftState;
import java.util.List;

/**
 * What whoever checks a cluster may see of a member, between two events of the simulation. Looking
 * changes nothing.
 */
public interface MemberView {
  /** Who it is. */
  long id();

  /** How often it was started, from 1. */
  int incarnation();

  /** Whether its process runs. What follows may be asked only then, but for what is durable. */
  boolean isUp();

  /** Who leads and what it does; cheap. */
  SoftState softState();

  /** All that the core tells; a copy, so ask for it seldom. */
  RaftStatus status();

  /** The first entry of its log that is there, or would be; the log as it was written so far. */
  long firstIndex();

  /** The last entry of its log as it was written so far. */
  long lastIndex();

  /** The term of an entry of its log, or of the one before the first; 0 when it is not known. */
  long term(long index);

  /** Entries of its log, both ends included. */
  List<Entry> entries(long from, long to);

  /** Up to where its state machine is, durably. */
  long applied();

  /** The configuration up to there. */
  ConfState confState();

  /** What it remembers and has been told is durable; a commit index alone may be behind. */
  HardState durableState();

  /** Up to where its log has been told to be durable. */
  long durableIndex();
}
