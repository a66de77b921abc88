package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.core.internal.log.EntryId;
import java.util.List;

/** What a member does when something is durable, or applied. */
final class StorageAnswers {
  private final Member member;
  private final Configurations configurations;

  StorageAnswers(Member member, Configurations configurations) {
    this.member = member;
    this.configurations = configurations;
  }

  /** Entries or a snapshot are durable. */
  void appended(Message answer) {
    if (answer.index() != 0) {
      member.log().stableTo(new EntryId(answer.logTerm(), answer.index()));
    }
    snapshotApplied(answer);
  }

  /**
   * Entries were durable in an earlier term. In this one others may have been written over them, or
   * may yet be, so nothing is known of them; each term's first write says anew what is. A snapshot
   * holds what is committed, which is so in all terms.
   */
  void appendedInEarlierTerm(Message answer) {
    if (answer.index() != 0) {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x [term: %d] ignored entry appends from a %s message with lower term [term:"
                          + " %d]",
                      member.id(), member.term(), answer.type(), answer.term()));
    }
    snapshotApplied(answer);
  }

  private void snapshotApplied(Message answer) {
    Snapshot snapshot = answer.snapshot();
    if (snapshot != null) {
      long index = snapshot.metadata().index();
      member.log().stableSnapTo(index);
      configurations.snapshotApplied(index);
    }
  }

  /** Entries were applied. */
  void applied(Message answer) {
    List<Entry> entries = answer.entries();
    if (!entries.isEmpty()) {
      configurations.entriesApplied(entries.getLast().index(), EntrySizes.encoded(entries));
      member.uncommitted().release(entries);
    }
  }
}
