package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.Ready;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The core goes on while an append thread writes and an apply thread applies, each at its own pace
 * and in order. What the append thread finds waiting it writes together.
 */
final class AsyncDriver implements Driver {
  private static final int MOST_AT_ONCE = 8;

  private final Process process;
  private final RaftNode node;
  private final ArrayDeque<Message> appends = new ArrayDeque<>();
  private final ArrayDeque<Message> applies = new ArrayDeque<>();
  private boolean appending;
  private boolean applying;

  AsyncDriver(Process process) {
    this.process = process;
    node = process.node();
  }

  @Override
  public boolean isIdle() {
    return !appending && !applying;
  }

  @Override
  public boolean isApplying() {
    return applying || !applies.isEmpty();
  }

  @Override
  public void pump() {
    while (node.hasReady()) {
      Ready ready = node.ready();
      process.answered(ready.readStates());
      for (Message message : ready.messages()) {
        take(message);
      }
    }
    if (!appending && !appends.isEmpty()) {
      appending = true;
      process.afterDisk(this::append);
    }
    if (!applying && !applies.isEmpty()) {
      applying = true;
      process.afterDisk(this::apply);
    }
  }

  private void take(Message message) {
    if (message.to() == Message.APPEND_THREAD) {
      appends.add(message);
      if (process.plants().contains(Plant.SENT_BEFORE_DURABLE)) {
        message.responses().stream()
            .filter(response -> response.to() != process.id())
            .forEach(process::send);
      }
    } else if (message.to() == Message.APPLY_THREAD) {
      applies.add(message);
    } else {
      process.send(message);
    }
  }

  private void append() {
    List<Message> taken = takeTogether();
    @Nullable CompletableFuture<Void> last = null;
    for (int i = 0; i < taken.size(); i++) {
      Message message = taken.get(i);
      if (message.snapshot() != null) {
        process.storage().receive(message.snapshot());
      }
      HardState state = new HardState(message.term(), message.vote(), message.commit());
      if (i < taken.size() - 1) {
        last = process.begin(state, message.entries());
      } else {
        process.save(state, message.entries());
      }
      if (message.snapshot() != null) {
        // Its mark counts only together with the commit index, which alone need not be synced.
        process.storage().sync();
        process.install(message.snapshot());
      }
    }
    if (last != null && !last.isDone()) {
      process.storage().sync();
    }
    appending = false;
    for (Message message : taken) {
      respond(message.responses());
    }
  }

  /**
   * What can be written together: nothing that takes the place of entries which it would be said of
   * that they are durable.
   */
  private List<Message> takeTogether() {
    List<Message> taken = new ArrayList<>();
    long last = 0;
    while (!appends.isEmpty() && taken.size() < MOST_AT_ONCE) {
      List<Entry> entries = appends.element().entries();
      boolean replaces = !entries.isEmpty() && entries.getFirst().index() <= last;
      if (!taken.isEmpty() && (replaces || appends.element().snapshot() != null)) {
        break;
      }
      Message next = appends.remove();
      taken.add(next);
      if (next.snapshot() != null) {
        break;
      }
      if (!entries.isEmpty()) {
        last = entries.getLast().index();
      }
    }
    return taken;
  }

  private void respond(List<Message> responses) {
    boolean sentBefore = process.plants().contains(Plant.SENT_BEFORE_DURABLE);
    for (Message response : responses) {
      if (response.to() == process.id()) {
        node.step(response);
      } else if (!sentBefore) {
        process.send(response);
      }
    }
  }

  private void apply() {
    Message message = applies.remove();
    process.apply(message.entries());
    applying = false;
    message.responses().forEach(node::step);
  }
}
