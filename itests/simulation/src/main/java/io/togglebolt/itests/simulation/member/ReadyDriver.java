package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@link Ready} at a time: write, send, apply, advance. In the meantime the core hears of ticks
 * and messages, but nothing more of it is done.
 */
final class ReadyDriver implements Driver {
  private final Process process;
  private final RaftNode node;
  private boolean busy;
  private boolean applying;

  ReadyDriver(Process process) {
    this.process = process;
    node = process.node();
  }

  @Override
  public boolean isIdle() {
    return !busy;
  }

  @Override
  public boolean isApplying() {
    return applying;
  }

  @Override
  public void pump() {
    if (busy || !node.hasReady()) {
      return;
    }
    busy = true;
    Ready ready = node.ready();
    applying = !ready.committedEntries().isEmpty();
    process.answered(ready.readStates());
    List<Message> later = new ArrayList<>();
    boolean all = process.plants().contains(Plant.SENT_BEFORE_DURABLE);
    boolean leads =
        process.settings().leaderSendsFirst() && node.softState().role() == RaftRole.LEADER;
    for (Message message : ready.messages()) {
      if (all || (leads && isOfLeader(message.type()))) {
        process.send(message);
      } else {
        later.add(message);
      }
    }
    boolean writes =
        !ready.entries().isEmpty() || !ready.hardState().isEmpty() || ready.snapshot() != null;
    if (writes) {
      process.afterDisk(() -> write(ready, later));
    } else {
      send(ready, later);
    }
  }

  private static boolean isOfLeader(MessageType type) {
    return type == MessageType.APPEND || type == MessageType.HEARTBEAT;
  }

  private void write(Ready ready, List<Message> later) {
    if (ready.snapshot() != null) {
      process.storage().receive(ready.snapshot());
    }
    process.save(ready.hardState(), ready.entries());
    if (ready.snapshot() != null) {
      // Its mark counts only together with the commit index, which alone need not be synced.
      process.storage().sync();
    }
    send(ready, later);
  }

  private void send(Ready ready, List<Message> later) {
    later.forEach(process::send);
    if (ready.snapshot() != null || !ready.committedEntries().isEmpty()) {
      process.afterDisk(() -> apply(ready));
    } else {
      advance();
    }
  }

  private void apply(Ready ready) {
    if (ready.snapshot() != null) {
      process.install(ready.snapshot());
    }
    process.apply(ready.committedEntries());
    advance();
  }

  private void advance() {
    node.advance();
    busy = false;
    applying = false;
    process.after(0, () -> {});
  }
}
