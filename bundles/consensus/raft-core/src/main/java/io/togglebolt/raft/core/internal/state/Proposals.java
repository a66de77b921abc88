package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalDroppedException.Reason;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.core.internal.log.EntrySlice;
import java.util.List;

/** Taking proposals into the log, or passing them on to who can. */
final class Proposals {
  private static final List<Entry> FIRST = List.of(new Entry(EntryType.NORMAL, 0, 0, new byte[0]));

  private final Member member;
  private final Replication replication;
  private final Vetting vetting;
  private final Forwarding forwarding;

  Proposals(Member member, Replication replication, Vetting vetting, Forwarding forwarding) {
    this.member = member;
    this.replication = replication;
    this.vetting = vetting;
    this.forwarding = forwarding;
  }

  /**
   * A leader appends what is proposed, and sends it.
   *
   * @throws ProposalDroppedException when it does not
   */
  void append(Message proposal) {
    if (member.ownProgress() == null) {
      throw dropped(Reason.NOT_IN_CLUSTER, "");
    }
    if (member.isTransferring()) {
      member
          .lines()
          .debug(
              () ->
                  Lines.text(
                      "%x [term %d] transfer leadership to %x is in progress; dropping proposal",
                      member.id(), member.term(), member.transferee()));
      throw dropped(Reason.TRANSFERRING, "to " + Lines.hex(member.transferee()));
    }
    Vetting.Vetted vetted = vetting.vet(proposal.entries());
    if (!append(vetted.entries())) {
      throw dropped(
          Reason.TOO_MUCH_UNCOMMITTED,
          "the limit is " + member.options().maxUncommittedBytes() + " bytes");
    }
    member.pendingConfIndex(vetted.pendingConfIndex());
    replication.broadcast();
  }

  /**
   * A new leader appends an entry without data: what older leaders left behind is committed with it
   * (5.4.2).
   */
  void appendFirst() {
    if (!append(FIRST)) {
      throw new RaftInvariantException("empty entry was dropped");
    }
  }

  private boolean append(List<Entry> proposed) {
    if (!member.uncommitted().take(proposed)) {
      member
          .lines()
          .warning(
              () ->
                  Lines.text(
                      "%x appending new entries to log would exceed uncommitted entry size limit;"
                          + " dropping proposal",
                      member.id()));
      return false;
    }
    long last = member.log().append(placed(proposed));
    if (!member.keeps(Safeguard.LEADER_COUNTS_ITSELF_WHEN_DURABLE)) {
      replication.progress(member.id()).maybeUpdate(last);
    }
    // The leader counts itself like everybody: when it has made the entries durable.
    member.sendAppended(member.id(), last);
    return true;
  }

  /** Entries at the end of the log, in the leader's term. */
  private List<Entry> placed(List<Entry> proposed) {
    long next = member.log().lastIndex() + 1;
    if (proposed.size() == 1) {
      return List.of(placed(proposed.getFirst(), next));
    }
    Entry[] placed = new Entry[proposed.size()];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = placed(proposed.get(i), next + i);
    }
    return EntrySlice.of(placed);
  }

  private Entry placed(Entry proposed, long index) {
    return new Entry(proposed.type(), member.term(), index, proposed.data());
  }

  /**
   * A follower passes on what is proposed.
   *
   * @throws ProposalDroppedException when it does not
   */
  void forward(Message proposal) {
    if (!member.hasLead()) {
      dropWithoutLeader();
    }
    if (!member.options().proposalForwarding()) {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x not forwarding to leader %x at term %d; dropping proposal",
                      member.id(), member.lead(), member.term()));
      throw dropped(Reason.NOT_FORWARDED, "the leader is " + Lines.hex(member.lead()));
    }
    forwarding.forward(proposal);
  }

  /**
   * Nobody leads, so nobody can append.
   *
   * @throws ProposalDroppedException always
   */
  void dropWithoutLeader() {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x no leader at term %d; dropping proposal", member.id(), member.term()));
    throw dropped(Reason.NO_LEADER, "the term is " + member.term());
  }

  private static ProposalDroppedException dropped(Reason reason, String more) {
    return new ProposalDroppedException(reason, more);
  }
}
