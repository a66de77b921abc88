package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.log.RaftLog;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.quorum.VoteResult;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.core.internal.tracker.Tally;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Standing for election (5.2), with the question beforehand whether it would succeed (9.6). */
final class Elections {
  /** Goes with a request for a vote that was told to be made; voters then ignore the lease. */
  private static final byte[] TRANSFER = "CampaignTransfer".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NO_CONTEXT = {};

  private final Member member;
  private final Proposals proposals;
  private final Replication replication;

  Elections(Member member, Proposals proposals, Replication replication) {
    this.member = member;
    this.proposals = proposals;
    this.replication = replication;
  }

  /** Whether a request for a vote was made because the leader told to make it. */
  static boolean isTransfer(Message request) {
    return Arrays.equals(request.context(), TRANSFER);
  }

  /** One unit of time has passed for a member that does not lead. */
  void tick() {
    member.clock().tick();
    if (member.isPromotable() && member.clock().isPastTimeout()) {
      member.clock().restart();
      begin();
    }
  }

  /** Stands for election, after asking where that is wanted. */
  void begin() {
    if (mayStand()) {
      if (member.options().preVote()) {
        askBeforehand();
      } else {
        stand(false);
      }
    }
  }

  /**
   * Stands for election because the leader told to. There is no need to ask beforehand: the leader
   * would not have told a member that the others cannot reach.
   */
  void beginTransfer() {
    if (mayStand()) {
      stand(true);
    }
  }

  private boolean mayStand() {
    String id = Lines.hex(member.id());
    if (member.leads()) {
      member.lines().debug(() -> id + " ignoring MsgHup because already leader");
      return false;
    }
    if (!member.isPromotable()) {
      member.lines().warning(() -> id + " is unpromotable and can not campaign");
      return false;
    }
    if (member.keeps(Safeguard.CHANGES_APPLIED_BEFORE_ELECTION) && hasUnappliedChange()) {
      member
          .lines()
          .warning(
              () ->
                  id
                      + " cannot campaign at term "
                      + member.term()
                      + " since there are still pending configuration changes to apply");
      return false;
    }
    member.lines().info(() -> id + " is starting a new election at term " + member.term());
    return true;
  }

  /** Looks page by page, so that a long log that is still to be applied costs no memory. */
  private boolean hasUnappliedChange() {
    RaftLog log = member.log();
    if (log.applied() >= log.committed()) {
      return false;
    }
    boolean[] found = {false};
    log.scan(
        log.applied() + 1,
        log.committed() + 1,
        member.options().maxApplyingBytes(),
        page -> {
          for (Entry entry : page) {
            found[0] |= entry.type() != EntryType.NORMAL;
          }
          return !found[0];
        });
    return found[0];
  }

  private void askBeforehand() {
    long next = member.nextTerm();
    member.becomePreCandidate();
    // Voters are asked about the next term, which this member does not enter yet.
    ask(MessageType.PRE_VOTE, MessageType.PRE_VOTE_RESPONSE, next, NO_CONTEXT);
  }

  private void stand(boolean transfer) {
    member.becomeCandidate();
    ask(
        MessageType.VOTE,
        MessageType.VOTE_RESPONSE,
        member.term(),
        transfer ? TRANSFER : NO_CONTEXT);
  }

  private void ask(MessageType question, MessageType answer, long term, byte[] context) {
    EntryId last = member.log().lastEntryId();
    NodeIds voters = member.tracker().config().voters().ids();
    for (int i = 0; i < voters.size(); i++) {
      long voter = voters.at(i);
      if (voter == member.id()) {
        // Its own vote counts when it is durable, like everybody's.
        member.sendInTerm(Message.of(answer).to(voter), term);
        continue;
      }
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x [logterm: %d, index: %d] sent %s request to %x at term %d",
                      member.id(), last.term(), last.index(), question, voter, member.term()));
      member.sendInTerm(
          Message.of(question).to(voter).index(last.index()).logTerm(last.term()).context(context),
          term);
    }
  }

  /** Somebody has voted. What concerns a question asked earlier counts no more. */
  void voted(Message message) {
    boolean beforehand = member.role() == RaftRole.PRE_CANDIDATE;
    if (beforehand != (message.type() == MessageType.PRE_VOTE_RESPONSE)) {
      return;
    }
    Tally tally = count(message);
    switch (result(tally)) {
      case WON -> {
        if (beforehand) {
          stand(false);
        } else {
          lead();
        }
      }
      // A refusal of the question beforehand came in a later term than this member's.
      case LOST -> member.becomeFollower(member.term(), Message.NONE);
      case PENDING -> {}
    }
  }

  private Tally count(Message message) {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x received %s%s from %x at term %d",
                    member.id(),
                    message.type(),
                    message.reject() ? " rejection" : "",
                    message.from(),
                    member.term()));
    ProgressTracker tracker = member.tracker();
    tracker.recordVote(message.from(), !message.reject());
    Tally tally = tracker.tallyVotes();
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x has received %d %s votes and %d vote rejections",
                    member.id(), tally.granted(), message.type(), tally.rejected()));
    return tally;
  }

  private VoteResult result(Tally tally) {
    ProgressTracker tracker = member.tracker();
    return member.keeps(Safeguard.JOINT_NEEDS_BOTH_QUORUMS)
        ? tally.result()
        : tracker.config().voters().incoming().voteResult(tracker.votes());
  }

  private void lead() {
    member.becomeLeader();
    proposals.appendFirst();
    member.lines().info(() -> Lines.hex(member.id()) + " became leader at term " + member.term());
    replication.broadcast();
  }
}
