package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.Member;
import io.togglebolt.itests.simulation.member.Reply;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.history.History;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one thing after the other, of one member after the other until it is answered or patience
 * ends. What was not answered may have happened, or may still: such a session is given up, and the
 * next command belongs to another one.
 */
final class Client {
  private static final int MOST_ACCEPTED = 4;
  private static final int MOST_REFUSED = 20;
  private static final long TIMEOUT_NANOS = 1_500 * World.MILLI;
  private static final long MOST_LATENCY_NANOS = 3 * World.MILLI;
  private static final int MOST_PAUSE_MILLIS = 200;

  private final Cluster cluster;
  private final World world;
  private final SplitMix64 random;
  private final History<Operation, Result> history;
  private final Consumer<Command> acknowledged;
  private final Supplier<@Nullable Operation> operations;
  private final LongSupplier sessions;
  private final int thinkMillis;
  private long session;
  private long number;
  private boolean idle = true;

  private @Nullable Operation operation;
  private int call;
  private int accepted;
  private int refused;

  /** Which try an answer belongs to; a later one is no answer any more, unless it is the same. */
  private long tries;

  /** The first try of the operation that is asked for. */
  private long firstTry;

  /** Which operation an answer belongs to. */
  private long asked;

  private @Nullable Member favourite;

  /**
   * @param acknowledged is told of commands that are done
   * @param operations what to ask for next; null for nothing more
   * @param sessions gives new sessions
   * @param thinkMillis how long it waits at most between two operations
   */
  Client(
      Cluster cluster,
      SplitMix64 random,
      History<Operation, Result> history,
      Consumer<Command> acknowledged,
      Supplier<@Nullable Operation> operations,
      LongSupplier sessions,
      int thinkMillis) {
    this.cluster = cluster;
    world = cluster.world();
    this.random = random;
    this.history = history;
    this.acknowledged = acknowledged;
    this.operations = operations;
    this.sessions = sessions;
    this.thinkMillis = thinkMillis;
    session = sessions.getAsLong();
  }

  /** Begins, or goes on when there is more to ask for. */
  void start() {
    if (idle) {
      idle = false;
      think();
    }
  }

  /** Whether it has nothing more to ask for. */
  boolean isIdle() {
    return idle;
  }

  private void think() {
    world.after(random.below(thinkMillis + 1) * World.MILLI, this::next);
  }

  private void next() {
    operation = operations.get();
    if (operation == null) {
      idle = true;
      return;
    }
    asked++;
    number++;
    accepted = 0;
    refused = 0;
    call = history.invoke(session, operation, world.now());
    log("asks " + operation + " as call " + call + ", session " + session + " number " + number);
    firstTry = tries + 1;
    tryNext();
  }

  private void log(String what) {
    if (world.logs()) {
      world.log("client", what);
    }
  }

  private void tryNext() {
    if (accepted >= MOST_ACCEPTED || refused >= MOST_REFUSED) {
      giveUp();
      return;
    }
    Member member = pick();
    long thisTry = ++tries;
    Command command = new Command(session, number, current());
    if (world.logs()) {
      log("call " + call + " goes to " + member.name() + (tries > firstTry ? ", again" : ""));
    }
    Reply reply = reply(member, asked, thisTry);
    // Where no answer comes it may have been accepted.
    accepted++;
    world.after(random.below(MOST_LATENCY_NANOS), () -> send(member, command, reply));
    world.after(
        TIMEOUT_NANOS,
        () -> {
          if (thisTry == tries) {
            log("call " + call + ": no answer yet");
            favourite = null;
            tryNext();
          }
        });
  }

  private Operation current() {
    if (operation == null) {
      throw new IllegalStateException("nothing is asked for");
    }
    return operation;
  }

  private static void send(Member member, Command command, Reply reply) {
    if (!member.isUp()) {
      reply.refused();
    } else if (command.operation() instanceof Get get) {
      member.read(get.key(), reply);
    } else {
      member.write(command, reply);
    }
  }

  private Member pick() {
    if (favourite != null && random.chance(3, 4)) {
      return favourite;
    }
    return random.choice(List.copyOf(cluster.members().values()));
  }

  private Reply reply(Member member, long ofAsked, long ofTry) {
    return new Reply() {
      @Override
      public void done(Result result) {
        world.after(
            random.below(MOST_LATENCY_NANOS),
            () -> {
              if (ofAsked == asked && operation != null) {
                favourite = member;
                answered(member, result);
              }
            });
      }

      @Override
      public void refused() {
        world.after(
            random.below(MOST_PAUSE_MILLIS) * World.MILLI,
            () -> {
              if (ofTry == tries) {
                log("call " + call + " was refused by n" + member.id());
                favourite = null;
                accepted--;
                refused++;
                tryNext();
              }
            });
      }
    };
  }

  private void answered(Member member, Result result) {
    log("call " + call + ", answered by n" + member.id() + ": " + result);
    history.complete(call, result, world.now());
    if (!(operation instanceof Get)) {
      acknowledged.accept(new Command(session, number, current()));
    }
    done();
  }

  private void giveUp() {
    if (accepted == 0) {
      log("call " + call + " was refused by all");
      history.withdraw(call);
    } else {
      log("call " + call + " was not answered");
      session = sessions.getAsLong();
      number = 0;
    }
    done();
  }

  private void done() {
    operation = null;
    tries++;
    think();
  }
}
