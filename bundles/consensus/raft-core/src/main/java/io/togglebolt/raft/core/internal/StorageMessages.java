package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.state.Member;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member says to those who write and apply for it, and what they say when they have. */
final class StorageMessages {
  private StorageMessages() {}

  /**
   * Tells the append thread what to make durable, and what to deliver then. The answers of the
   * member to itself come before the news that its entries are durable, because they are about
   * entries that it lets go of then.
   *
   * @param answers what to deliver; the list is this method's
   * @param tellsBack whether the member must hear when it is durable
   */
  static Message append(
      Member member,
      HardState hardState,
      List<Entry> entries,
      @Nullable Snapshot snapshot,
      List<Message> answers,
      boolean tellsBack) {
    if (tellsBack) {
      answers.add(appendAnswer(member, snapshot));
    }
    return Message.of(MessageType.STORAGE_APPEND)
        .to(Message.APPEND_THREAD)
        .from(member.id())
        .term(hardState.term())
        .vote(hardState.vote())
        .commit(hardState.commit())
        .entries(entries)
        .snapshot(snapshot)
        .responses(Collections.unmodifiableList(answers))
        .build();
  }

  /**
   * Tells the member that its log is durable up to where it ends now. It carries the present term:
   * after a change of the term entries may be written over while others are still being written, so
   * that what an earlier term's answer says of an index and a term may hold for a moment only. It
   * speaks of the whole log, not of the entries given with it, so that what an answer of an earlier
   * term would have said, which does not count, is said again.
   */
  static Message appendAnswer(Member member, @Nullable Snapshot snapshot) {
    Message.Builder answer =
        Message.of(MessageType.STORAGE_APPEND_RESPONSE)
            .to(member.id())
            .from(Message.APPEND_THREAD)
            .term(member.term())
            .snapshot(snapshot);
    if (member.log().hasNextOrInProgressUnstableEntries()) {
      EntryId last = member.log().lastEntryId();
      answer.index(last.index()).logTerm(last.term());
    }
    return answer.build();
  }

  /** Tells the apply thread what to apply. What is committed is so in every term. */
  static Message apply(Member member, List<Entry> committed) {
    return Message.of(MessageType.STORAGE_APPLY)
        .to(Message.APPLY_THREAD)
        .from(member.id())
        .entries(committed)
        .responses(List.of(applyAnswer(member, committed)))
        .build();
  }

  /** Tells the member that entries are applied. */
  static Message applyAnswer(Member member, List<Entry> committed) {
    return Message.of(MessageType.STORAGE_APPLY_RESPONSE)
        .to(member.id())
        .from(Message.APPLY_THREAD)
        .entries(committed)
        .build();
  }
}
