package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.Ending;
import io.togglebolt.itests.simulation.member.Member;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.history.History;
import io.togglebolt.testkit.history.KeyValueModel;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import io.togglebolt.testkit.history.LinearizabilityChecker;
import io.togglebolt.testkit.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * One seed from its beginning to its end: clients ask while things go wrong; then nothing does any
 * more, and all must be as if nothing ever had. One thread's.
 */
public final class Simulation {
  /** A seed whose clients are not done by then, in virtual time, goes on without faults. */
  private static final long MOST_TROUBLE_NANOS = 120_000 * World.MILLI;

  private static final int LEAST_MILLIS = 6_000;
  private static final int MOST_MILLIS = 20_000;

  /**
   * How long a client thinks at the most, however few operations there are: with a minute or more
   * between two of them, nobody could tell whether they are answered.
   */
  private static final int MOST_THINK_MILLIS = 2_000;

  private static final long MOST_HEALING_NANOS = 60_000 * World.MILLI;
  private static final long LOOK_NANOS = 100 * World.MILLI;
  private static final long MOST_SEARCH_STEPS = 2_000_000;

  private final World world;
  private final Plan plan;
  private final Cluster cluster;
  private final Nemesis nemesis;
  private final Membership membership;
  private final Workload workload;
  private final History<Operation, Result> history = new History<>();
  private final List<Client> clients = new ArrayList<>();
  private final MemberWatcher watcher;
  private int acknowledged;
  private long sessions;

  /** With what a seed is simulated. */
  public record Setup(
      RaftFactory factory,
      Set<Plant> plants,
      Plan.Wishes wishes,
      Function<Plan, List<MemberWatcher>> watchers) {}

  /**
   * What became of a seed that found nothing.
   *
   * @param calls how many operations clients asked for
   * @param acknowledged how many changes they were told are done
   * @param undecided whether the search for an order of the calls took too long
   * @param counts how often what happened, by words: faults that struck, operations that were
   *     answered, parts that were exchanged and the like
   */
  public record Outcome(
      Plan plan,
      long events,
      long virtualNanos,
      int calls,
      int acknowledged,
      boolean undecided,
      SortedMap<String, Long> counts) {}

  private Simulation(long seed, Setup setup, EventLog log) {
    SplitMix64 random = new SplitMix64(seed);
    plan = Plan.draw(random.fork(), setup.wishes());
    world = new World(random.fork(), log);
    if (world.logs()) {
      world.log("seed", seed + ": " + plan);
    }
    List<MemberWatcher> watchers = new ArrayList<>(setup.watchers().apply(plan));
    watchers.add(new AppliedWrites());
    Tally tally = new Tally();
    watchers.add(tally);
    watcher = new MemberWatchers(watchers);
    cluster =
        new Cluster(world, plan, setup.factory(), setup.plants(), watcher, tally, random.fork());
    nemesis = new Nemesis(cluster, random.fork());
    membership = new Membership(cluster, random.fork());
    workload = new Workload(random.fork(), plan.keys(), plan.operations());
    // So many seconds it would take if every answer came at once.
    int millis = random.between(LEAST_MILLIS, MOST_MILLIS);
    int thinkMillis = Math.min(MOST_THINK_MILLIS, 2 * millis * plan.clients() / plan.operations());
    for (int client = 0; client < plan.clients(); client++) {
      clients.add(
          new Client(
              cluster,
              random.fork(),
              history,
              this::acknowledge,
              workload::next,
              () -> ++sessions,
              thinkMillis));
    }
  }

  /**
   * Simulates a seed.
   *
   * @throws SimulationFailure when something was broken
   */
  public static Outcome run(long seed, Setup setup, EventLog log) {
    Simulation simulation = new Simulation(seed, setup, log);
    try {
      return simulation.run();
    } finally {
      simulation.close();
    }
  }

  /** Gives back the memory that members hold beside the heap. */
  private void close() {
    for (Member member : cluster.up()) {
      member.stop(Ending.OVER);
    }
  }

  private Outcome run() {
    cluster.start();
    clients.forEach(Client::start);
    nemesis.start(plan.faults());
    runUntil(MOST_TROUBLE_NANOS, this::clientsAreDone);
    log("nothing goes wrong from now on");
    nemesis.stop();
    cluster.heal();
    awaitConvergence("after the faults stopped");
    workload.readAll();
    clients.forEach(Client::start);
    if (!runUntil(MOST_HEALING_NANOS, this::clientsAreDone)) {
      throw new SimulationFailure(
          "clients were not answered within "
              + MOST_HEALING_NANOS / World.MILLI
              + " ms after all had converged: "
              + cluster.standing());
    }
    awaitConvergence("after the last reads");
    boolean undecided = check();
    log("all is well");
    return new Outcome(
        plan, world.events(), world.now(), history.size(), acknowledged, undecided, counts());
  }

  private SortedMap<String, Long> counts() {
    Tally tally = cluster.tally();
    tally.calls(history.calls());
    tally.count("messages duplicated", cluster.network().duplicated());
    tally.count(plan.settings().asyncStorageWrites() ? "driver async" : "driver ready");
    tally.count("reads " + plan.settings().readMode().name().toLowerCase(Locale.ROOT));
    return tally.counts();
  }

  private void acknowledge(Command command) {
    acknowledged++;
    watcher.acknowledged(command);
  }

  private void log(String what) {
    if (world.logs()) {
      world.log("run", what);
    }
  }

  private boolean clientsAreDone() {
    return clients.stream().allMatch(Client::isIdle);
  }

  private interface Condition {
    boolean holds();
  }

  /** Goes on until a condition holds; says whether it does before so much time has passed. */
  private boolean runUntil(long mostNanos, Condition condition) {
    long end = world.now() + mostNanos;
    while (!condition.holds()) {
      if (cluster.nextDue() > end) {
        return false;
      }
      cluster.step();
    }
    return true;
  }

  private void awaitConvergence(String when) {
    long end = world.now() + MOST_HEALING_NANOS;
    while (world.now() < end) {
      long next = world.now() + LOOK_NANOS;
      while (cluster.nextDue() <= next) {
        cluster.step();
      }
      world.moveTo(next);
      membership.settle();
      if (cluster.hasConverged()) {
        return;
      }
    }
    throw new SimulationFailure(
        "the members had not converged within "
            + MOST_HEALING_NANOS / World.MILLI
            + " ms "
            + when
            + ": "
            + cluster.standing());
  }

  /** Says whether the history is still undecided. */
  private boolean check() {
    watcher.finish();
    Verdict verdict =
        new LinearizabilityChecker<>(new KeyValueModel(), MOST_SEARCH_STEPS).check(history);
    return switch (verdict) {
      case Verdict.Linearizable good -> false;
      case Verdict.Violation bad -> {
        bad.lines().forEach(this::log);
        throw new SimulationFailure(bad.lines().getFirst());
      }
      case Verdict.Undecided open -> {
        log("the history could not be checked: " + open);
        yield true;
      }
    };
  }
}
