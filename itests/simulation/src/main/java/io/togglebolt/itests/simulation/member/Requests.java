package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.ReadState;
import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients have asked a process for and not been told yet. Gone with the process: whoever asked
 * hears nothing then.
 */
final class Requests {
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Member member;
  private final RaftNode node;
  private final StateMachine machine;
  private final Set<Plant> plants;
  private final int incarnation;
  private final Map<Key, Reply> writes = new TreeMap<>();
  private final Map<Long, Read> reads = new TreeMap<>();
  private long questions;

  private record Key(long session, long number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySession = Long.compare(session, other.session);
      return bySession == 0 ? Long.compare(number, other.number) : bySession;
    }
  }

  /** A read that waits for its index, or for the state machine to come so far. */
  private record Read(String key, Reply reply, long index) {}

  Requests(Member member, RaftNode node, StateMachine machine) {
    this.member = member;
    this.node = node;
    this.machine = machine;
    plants = member.plants();
    incarnation = member.incarnation();
  }

  /** Proposes a command; its result is told once it is applied here. */
  void write(Command command, Reply reply) {
    try {
      node.propose(command.encode());
    } catch (ProposalDroppedException dropped) {
      reply.refused();
      return;
    }
    if (plants.contains(Plant.ACKNOWLEDGED_WHEN_PROPOSED)
        && (command.operation() instanceof Put || command.operation() instanceof Append)) {
      reply.done(new Done());
      return;
    }
    writes.put(new Key(command.session(), command.number()), reply);
  }

  /** Asks up to where to apply before a key is read. */
  void read(String key, Reply reply) {
    if (plants.contains(Plant.STALE_READ)) {
      reply.done(machine.read(key));
      return;
    }
    long number = ++questions;
    reads.put(number, new Read(key, reply, UNKNOWN));
    member.watcher().asked(member, number);
    node.readIndex(
        ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
            .putLong(member.id())
            .putInt(incarnation)
            .putLong(number)
            .array());
  }

  /** A question was answered. */
  void answered(ReadState state) {
    ByteBuffer context = ByteBuffer.wrap(state.context());
    if (context.getLong() != member.id() || context.getInt() != incarnation) {
      return;
    }
    long number = context.getLong();
    @Nullable Read read = reads.get(number);
    // A question that arrives twice is answered twice; the first answer is as good.
    if (read != null && read.index == UNKNOWN) {
      member.watcher().answered(member, number, state.index());
      boolean early = plants.contains(Plant.READ_BEFORE_APPLIED);
      reads.put(number, new Read(read.key, read.reply, early ? 0 : state.index()));
      reach();
    }
  }

  /** An entry was applied. */
  void applied(Outcome outcome) {
    if (outcome.command() != null) {
      @Nullable Reply reply =
          writes.remove(new Key(outcome.command().session(), outcome.command().number()));
      if (reply != null && outcome.result() != null) {
        reply.done(outcome.result());
      }
    }
  }

  /** Answers the reads for which the state machine has come far enough. */
  void reach() {
    for (Iterator<Read> each = reads.values().iterator(); each.hasNext(); ) {
      Read read = each.next();
      if (read.index <= machine.applied()) {
        each.remove();
        if (member.world().logs()) {
          member
              .world()
              .log(
                  member.name(),
                  "serves a read of "
                      + read.key
                      + " that waited for index "
                      + read.index
                      + ", applied "
                      + machine.applied());
        }
        read.reply.done(machine.read(read.key));
      }
    }
  }
}
