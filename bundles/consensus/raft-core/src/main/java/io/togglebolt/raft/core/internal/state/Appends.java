package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.log.RaftLog;
import java.util.List;

/** A follower's taking of entries (5.3). */
final class Appends {
  private final Member member;

  Appends(Member member) {
    this.member = member;
  }

  void append(Message message) {
    RaftLog log = member.log();
    if (message.index() < log.committed()) {
      // It came late. What is committed is the same everywhere, so there is nothing to look at.
      accept(message, log.committed());
      return;
    }
    long last = take(message);
    if (last >= 0) {
      accept(message, last);
    } else {
      refuse(message);
    }
  }

  private void accept(Message message, long last) {
    member.sendAppended(message.from(), last);
  }

  /**
   * Says no, and up to where the logs might agree: the leader's entries up to there are of the term
   * it sent or an older one, so this log's entries of later terms are not worth a try (end of 5.3).
   */
  private void refuse(Message message) {
    RaftLog log = member.log();
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x [logterm: %d, index: %d] rejected MsgApp [logterm: %d, index: %d] from %x",
                    member.id(),
                    log.termOrZero(message.index()),
                    message.index(),
                    message.logTerm(),
                    message.index(),
                    message.from()));
    EntryId hint =
        log.findConflictByTerm(Math.min(message.index(), log.lastIndex()), message.logTerm());
    member.send(
        Message.of(MessageType.APPEND_RESPONSE)
            .to(message.from())
            .index(message.index())
            .reject(true)
            .rejectHint(hint.index())
            .logTerm(hint.term()));
  }

  /** Appends the entries; gives the index of the last one, or -1 when they do not fit. */
  private long take(Message message) {
    EntryId previous = new EntryId(message.logTerm(), message.index());
    if (member.keeps(Safeguard.CONFLICTING_TAIL_IS_CUT)
        && member.keeps(Safeguard.APPEND_TO_MATCHING_ENTRY_ONLY)
        && member.keeps(Safeguard.COMMIT_WITHIN_APPENDED_ONLY)) {
      return member.log().maybeAppend(previous, message.entries(), message.commit());
    }
    return takeCarelessly(previous, message);
  }

  /** The same without some of the rules. */
  private long takeCarelessly(EntryId previous, Message message) {
    RaftLog log = member.log();
    List<Entry> entries = message.entries();
    long last = previous.index() + entries.size();
    if (member.keeps(Safeguard.APPEND_TO_MATCHING_ENTRY_ONLY)
        ? !log.matchTerm(previous)
        : previous.index() > log.lastIndex()) {
      return -1;
    }
    long from =
        member.keeps(Safeguard.CONFLICTING_TAIL_IS_CUT)
            ? log.findConflict(entries)
            : Math.max(log.lastIndex(), previous.index()) + 1;
    if (from != 0 && from <= last) {
      log.append(entries.subList((int) (from - previous.index() - 1), entries.size()));
    }
    long shown = member.keeps(Safeguard.COMMIT_WITHIN_APPENDED_ONLY) ? last : log.lastIndex();
    log.commitTo(Math.min(message.commit(), shown));
    return last;
  }
}
