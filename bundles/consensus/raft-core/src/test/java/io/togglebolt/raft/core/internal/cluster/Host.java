package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.core.internal.confchange.Restore;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.tck.ConfChangeText;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process: a member, its {@link Disk} and state machine, and the lines that the member wrote.
 * What the member wants done is done in one step; with asynchronous writes it is put into two
 * queues, whose heads are done when that is asked for.
 */
final class Host {
  /** Makes the members of a cluster, and looks at them. */
  record Maker(RaftFactory factory, UnaryOperator<RaftOptions.Builder> tuning, Witness witness) {}

  private final long id;
  private final Maker maker;
  private final ElectionTimeout timeout;
  private final Disk disk;
  private final Deque<Message> toAppend = new ArrayDeque<>();
  private final Deque<Message> toApply = new ArrayDeque<>();
  private final List<ReadState> reads = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private boolean async;
  private RaftNode raft;

  /** A process that finds something on its disk, and starts. */
  Host(long id, Disk disk, Maker maker, ElectionTimeout timeout) {
    this.id = id;
    this.disk = disk;
    this.maker = maker;
    this.timeout = timeout;
    raft = start();
  }

  private RaftNode start() {
    RaftOptions.Builder builder =
        RaftOptions.builder(id, disk, timeout).applied(disk.applied()).logger(new Lines());
    RaftOptions options = maker.tuning().apply(builder).build();
    async = options.asyncStorageWrites();
    return maker.factory().newNode(options);
  }

  /** Dies, and starts from what is on its disk. What the queues held is lost. */
  void restart() {
    toAppend.clear();
    toApply.clear();
    raft = start();
  }

  /** Finds on its disk, before it has worked, what an earlier life left there. */
  void begin(HardState state, List<Entry> entries) {
    disk.save(state, null, entries);
    raft = start();
  }

  long id() {
    return id;
  }

  RaftNode raft() {
    return raft;
  }

  Disk disk() {
    return disk;
  }

  boolean leads() {
    return role() == RaftRole.LEADER;
  }

  RaftRole role() {
    return raft.softState().role();
  }

  long lead() {
    return raft.softState().lead();
  }

  long term() {
    return raft.status().hardState().term();
  }

  long committed() {
    return raft.status().hardState().commit();
  }

  /** The data of all normal entries that were applied and have any. */
  List<String> applied() {
    return disk.data();
  }

  /** The reads that may go on. */
  List<ReadState> reads() {
    return reads;
  }

  List<String> lines() {
    return lines;
  }

  boolean said(String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  /** What the append thread was told and has not done. */
  Deque<Message> toAppend() {
    return toAppend;
  }

  /** What the apply thread was told and has not done. */
  Deque<Message> toApply() {
    return toApply;
  }

  /** Who belongs to the cluster as the member has it, as etcd writes it. */
  String config() {
    ProgressTracker tracker = new ProgressTracker(1, 0);
    return Restore.restore(tracker, 1, raft.status().confState()).config().toString();
  }

  void propose(String data) {
    raft.propose(data.getBytes(StandardCharsets.US_ASCII));
  }

  /** Proposes a change that is written as in transcripts: {@code v1 l2 r3}. */
  void change(ConfChangeTransition transition, String changes) {
    raft.proposeConfChange(changeOf(transition, changes));
  }

  /** A change that is written as in transcripts. */
  static ConfChangeV2 changeOf(ConfChangeTransition transition, String changes) {
    return new ConfChangeV2(transition, ConfChangeText.parse(changes), new byte[0]);
  }

  void tick(int ticks) {
    for (int i = 0; i < ticks; i++) {
      raft.tick();
    }
  }

  void step(Message message) {
    ask(member -> member.step(message));
  }

  /** Has the member do something; what it refuses is lost, as on any network. */
  void ask(Consumer<RaftNode> action) {
    try {
      action.accept(raft);
    } catch (UnknownPeerException | ProposalDroppedException refused) {
      lines.add(String.valueOf(refused.getMessage()));
    }
  }

  /** Does one thing that the member wants done; gives what it sends to others. */
  List<Message> work() {
    Ready ready = take();
    if (async) {
      return route(ready.messages());
    }
    write(ready.hardState(), ready.snapshot(), ready.entries());
    apply(ready.committedEntries());
    raft.advance();
    return ready.messages();
  }

  /** Dies before it has written anything; gives what a leader may have sent by then. */
  List<Message> dieWhileWriting() {
    List<Message> messages = take().messages();
    restart();
    return messages.stream().filter(message -> message.type() == MessageType.APPEND).toList();
  }

  /** Lets the append thread do one thing; gives what is sent to others then. */
  List<Message> append() {
    Message write = toAppend.remove();
    write(
        new HardState(write.term(), write.vote(), write.commit()),
        write.snapshot(),
        write.entries());
    return route(write.responses());
  }

  /** Lets the apply thread do one thing; gives what is sent to others then. */
  List<Message> apply() {
    Message apply = toApply.remove();
    apply(apply.entries());
    return route(apply.responses());
  }

  private Ready take() {
    Ready ready = raft.ready();
    maker.witness().took(this, ready);
    reads.addAll(ready.readStates());
    return ready;
  }

  private List<Message> route(List<Message> messages) {
    List<Message> toOthers = new ArrayList<>();
    for (Message message : messages) {
      if (message.to() == Message.APPEND_THREAD) {
        toAppend.add(message);
      } else if (message.to() == Message.APPLY_THREAD) {
        toApply.add(message);
      } else if (message.to() == id) {
        step(message);
      } else {
        toOthers.add(message);
      }
    }
    return toOthers;
  }

  private void write(HardState state, @Nullable Snapshot snapshot, List<Entry> entries) {
    disk.save(state, snapshot, entries);
    if (snapshot != null) {
      maker.witness().restored(this, snapshot);
    }
    maker.witness().wrote(this, entries);
  }

  private void apply(List<Entry> entries) {
    for (Entry entry : entries) {
      if (async && entry.index() <= disk.applied()) {
        // A snapshot that was written meanwhile holds it already.
        continue;
      }
      disk.apply(entry, membersAfter(entry));
      maker.witness().applied(this, entry);
    }
  }

  private ConfState membersAfter(Entry entry) {
    return switch (entry.type()) {
      case NORMAL -> disk.confState();
      case CONF_CHANGE -> raft.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
      case CONF_CHANGE_V2 -> raft.applyConfChange(ConfChangeV2Codec.decode(entry.data()));
    };
  }

  @Override
  public String toString() {
    return id + " applied " + disk.applied() + " " + raft.status();
  }

  private final class Lines implements RaftLogger {
    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, String line) {
      lines.add(line);
    }
  }
}
