package io.togglebolt.raft.core.internal.state;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Raft as etcd has it: a member and all that it does with messages and time. */
public final class StateMachine {
  private final Member member;
  private final Families families;
  private final TermRules terms;
  private final Follower follower;
  private final Candidate candidate;
  private final Leader leader;

  /**
   * A member that goes on from what its storage holds.
   *
   * @param suspended rules that do not hold; only tests give any
   */
  public StateMachine(RaftOptions options, Set<Safeguard> suspended) {
    member = new Member(options, suspended);
    families = Families.of(member);
    terms = new TermRules(member, families);
    follower = new Follower(member, families);
    candidate = new Candidate(member, families);
    leader = new Leader(member, families);
    goOn(options);
  }

  private void goOn(RaftOptions options) {
    EntryId last = member.log().lastEntryId();
    Numbers.requireStored("the index of the last entry", last.index());
    Numbers.requireStored("the term of the last entry", last.term());
    families.configurations().restore(options.storage().confState());
    HardState remembered = options.storage().hardState();
    if (!remembered.isEmpty()) {
      member.remember(remembered);
    }
    if (options.applied() > 0) {
      member.rememberApplied(options.applied());
    }
    member.becomeFollower(member.term(), Message.NONE);
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "newRaft %x [peers: [%s], term: %d, commit: %d, applied: %d, lastindex: %d,"
                        + " lastterm: %d]",
                    member.id(),
                    voters(member.tracker().config()),
                    member.term(),
                    member.log().committed(),
                    member.log().applied(),
                    last.index(),
                    last.term()));
  }

  private static String voters(TrackerConfig config) {
    StringJoiner voters = new StringJoiner(",");
    for (long id : config.voters().ids().toArray()) {
      voters.add(Lines.hex(id));
    }
    return voters.toString();
  }

  /** What it holds; to be read only. */
  public Member member() {
    return member;
  }

  /** One unit of time has passed. */
  public void tick() {
    role().tick();
  }

  /** Stands for election. */
  public void campaign() {
    families.elections().begin();
  }

  /** Takes a message. */
  public void step(Message message) {
    if (!terms.admit(message)) {
      return;
    }
    switch (message.type()) {
      case HUP -> campaign();
      case VOTE, PRE_VOTE -> families.votes().asked(message);
      case STORAGE_APPEND_RESPONSE -> families.storageAnswers().appended(message);
      case STORAGE_APPLY_RESPONSE -> families.storageAnswers().applied(message);
      case BEAT,
          PROPOSE,
          APPEND,
          APPEND_RESPONSE,
          VOTE_RESPONSE,
          SNAPSHOT,
          HEARTBEAT,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          TRANSFER_LEADER,
          TIMEOUT_NOW,
          READ_INDEX,
          READ_INDEX_RESPONSE,
          PRE_VOTE_RESPONSE,
          STORAGE_APPEND,
          STORAGE_APPLY,
          FORGET_LEADER ->
          role().step(message);
    }
  }

  private RoleRules role() {
    return switch (member.role()) {
      case FOLLOWER -> follower;
      case CANDIDATE, PRE_CANDIDATE -> candidate;
      case LEADER -> leader;
    };
  }

  /** A committed change of the configuration is applied. */
  public ConfState applyConfChange(ConfChangeV2 change) {
    return families.configurations().apply(change);
  }

  /**
   * Begins a cluster: the log starts with the members, which count as committed, since all of them
   * begin with the same. They belong to the cluster at once, so that each may be elected, and once
   * more when the entries are applied, which changes nothing.
   */
  public void bootstrap(List<Peer> peers) {
    member.becomeFollower(1, Message.NONE);
    List<Entry> entries = new ArrayList<>();
    for (Peer peer : peers) {
      ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, peer.id(), peer.context());
      entries.add(
          new Entry(EntryType.CONF_CHANGE, 1, entries.size() + 1, ConfChangeCodec.encode(change)));
    }
    member.log().append(List.copyOf(entries));
    member.log().commitTo(entries.size());
    for (Peer peer : peers) {
      ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, peer.id(), new byte[0]);
      applyConfChange(change.asV2());
    }
  }
}
