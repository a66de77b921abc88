package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SoftState;
import io.togglebolt.raft.core.internal.log.RaftLog;
import io.togglebolt.raft.core.internal.state.EntrySizes;
import io.togglebolt.raft.core.internal.state.Member;
import io.togglebolt.raft.core.internal.state.StateMachine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a member wants done, and tells it when that is done. What is given once counts as
 * being done, so the next one holds only what has come since.
 */
final class ReadyMaker {
  private final StateMachine machine;
  private final Member member;
  private final RaftLog log;
  private final boolean asyncStorage;
  private final List<Message> onAdvance = new ArrayList<>();
  private SoftState givenSoftState;
  private HardState givenHardState;
  private boolean awaitsAdvance;

  ReadyMaker(StateMachine machine, boolean asyncStorage) {
    this.machine = machine;
    this.asyncStorage = asyncStorage;
    member = machine.member();
    log = member.log();
    givenSoftState = member.softState();
    givenHardState = hardState();
  }

  /** Nothing was remembered yet, so the next ready holds all there is to remember. */
  void forgetHardState() {
    givenHardState = HardState.EMPTY;
  }

  void requireAdvanced() {
    if (awaitsAdvance) {
      throw new RaftMisuseException(
          "ready was called twice without an advance in between; expected advance");
    }
  }

  void requireReady() {
    if (asyncStorage) {
      throw new RaftMisuseException(
          "advance was called of a member that writes asynchronously; expected the responses of"
              + " its messages to be stepped");
    }
    if (!awaitsAdvance) {
      throw new RaftMisuseException("advance was called without a ready before it; expected ready");
    }
  }

  boolean hasReady() {
    return isSoftStateNew()
        || isHardStateNew()
        || log.hasNextUnstableSnapshot()
        || !member.outbox().isEmpty()
        || log.hasNextUnstableEntries()
        || log.hasNextCommittedEntries(!asyncStorage)
        || !member.reads().answered().isEmpty();
  }

  private boolean isSoftStateNew() {
    return givenSoftState.lead() != member.lead() || givenSoftState.role() != member.role();
  }

  private boolean isHardStateNew() {
    return givenHardState.commit() != log.committed()
        || givenHardState.term() != member.term()
        || givenHardState.vote() != member.vote();
  }

  private HardState hardState() {
    return new HardState(member.term(), member.vote(), log.committed());
  }

  Ready make() {
    SoftState softState = isSoftStateNew() ? member.softState() : null;
    HardState hardState = isHardStateNew() ? hardState() : HardState.EMPTY;
    List<Entry> entries = log.nextUnstableEntries();
    List<Entry> committed = log.nextCommittedEntries(!asyncStorage);
    Snapshot snapshot = log.nextUnstableSnapshot();
    List<ReadState> reads = List.copyOf(member.reads().answered());
    boolean mustSync =
        !entries.isEmpty() || (isHardStateNew() && hardState.mustSyncAfter(givenHardState));
    List<Message> messages =
        asyncStorage
            ? messagesWithStorage(hardState, entries, snapshot, committed)
            : messages(snapshot, committed);
    accept(softState, hardState, committed);
    return new Ready(softState, hardState, reads, entries, snapshot, committed, messages, mustSync);
  }

  private void accept(@Nullable SoftState softState, HardState hardState, List<Entry> committed) {
    if (softState != null) {
      givenSoftState = softState;
    }
    if (!hardState.isEmpty()) {
      givenHardState = hardState;
    }
    member.reads().clearAnswered();
    log.acceptUnstable();
    if (!committed.isEmpty()) {
      log.acceptApplying(committed.getLast().index(), EntrySizes.encoded(committed), !asyncStorage);
    }
    awaitsAdvance = !asyncStorage;
  }

  /** What a member says to itself waits for the advance, which tells that everything is done. */
  private List<Message> messages(@Nullable Snapshot snapshot, List<Entry> committed) {
    List<Message> messages = member.outbox().takeAtOnce();
    List<Message> answers = member.outbox().takeWhenDurable();
    for (int i = 0; i < answers.size(); i++) {
      Message answer = answers.get(i);
      (answer.to() == member.id() ? onAdvance : messages).add(answer);
    }
    if (awaitsAppend(snapshot)) {
      onAdvance.add(StorageMessages.appendAnswer(member, snapshot));
    }
    if (!committed.isEmpty()) {
      onAdvance.add(StorageMessages.applyAnswer(member, committed));
    }
    return Collections.unmodifiableList(messages);
  }

  private List<Message> messagesWithStorage(
      HardState hardState,
      List<Entry> entries,
      @Nullable Snapshot snapshot,
      List<Entry> committed) {
    List<Message> messages = member.outbox().takeAtOnce();
    List<Message> answers = member.outbox().takeWhenDurable();
    if (!entries.isEmpty() || !hardState.isEmpty() || snapshot != null || !answers.isEmpty()) {
      messages.add(
          StorageMessages.append(
              member, hardState, entries, snapshot, answers, awaitsAppend(snapshot)));
    }
    if (!committed.isEmpty()) {
      messages.add(StorageMessages.apply(member, committed));
    }
    return Collections.unmodifiableList(messages);
  }

  /** Whether the member must hear when what it has given is durable. */
  private boolean awaitsAppend(@Nullable Snapshot snapshot) {
    return log.hasNextOrInProgressUnstableEntries() || snapshot != null;
  }

  /** What was given last is done. */
  void advance() {
    awaitsAdvance = false;
    for (int i = 0; i < onAdvance.size(); i++) {
      machine.step(onAdvance.get(i));
    }
    onAdvance.clear();
  }
}
