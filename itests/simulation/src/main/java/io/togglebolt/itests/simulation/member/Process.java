package io.togglebolt.itests.simulation.member;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.testkit.SplitMix64;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A member from its start to its end: the core, what it keeps, and what drives the two. */
final class Process {
  /** A state machine's content is told so often; it costs as much as all that it holds. */
  private static final int HASHED_EVERY = 16;

  private final Member member;
  private final World world;
  private final MemberStorage storage;
  private final RaftNode node;
  private final Requests requests;
  private final Driver driver;
  private final ConfChanger confChanger;
  private final SplitMix64 random;
  private HardState durableState;
  private long durableIndex;
  private @Nullable Message held;
  private boolean over;

  Process(Member member, MemberStorage storage, RaftFactory factory, SplitMix64 random) {
    this.member = member;
    this.storage = storage;
    this.random = random;
    world = member.world();
    durableState = storage.state();
    durableIndex = storage.memory().lastIndex();
    node = newNode(factory);
    confChanger = new ConfChanger(node);
    requests = new Requests(member, node, storage.machine());
    driver = member.settings().asyncStorageWrites() ? new AsyncDriver(this) : new ReadyDriver(this);
  }

  private RaftNode newNode(RaftFactory factory) {
    MemberSettings settings = member.settings();
    SplitMix64 timeouts = random.fork();
    SplitMix64 readiness = random.fork();
    StableLog log =
        new StableLog(
            storage.memory(), confState(), () -> !readiness.chance(1, 4), storage::newestSnapshot);
    RaftOptions options =
        RaftOptions.builder(member.id(), log, ElectionTimeout.random(timeouts::below))
            .electionTicks(MemberSettings.ELECTION_TICKS)
            .heartbeatTicks(1)
            .applied(storage.isEmpty() ? 0 : storage.machine().applied())
            .asyncStorageWrites(settings.asyncStorageWrites())
            .preVote(settings.preVote())
            .checkQuorum(settings.checkQuorum())
            .readMode(settings.readMode())
            .proposalForwarding(settings.proposalForwarding())
            .stepDownOnRemoval(settings.stepDownOnRemoval())
            .maxMessageBytes(settings.maxMessageBytes())
            .maxApplyingBytes(settings.maxApplyingBytes())
            .maxUncommittedBytes(settings.maxUncommittedBytes())
            .maxInflightMessages(settings.maxInflightMessages())
            .maxInflightBytes(settings.maxInflightBytes())
            .logger(logger())
            .build();
    if (storage.isEmpty() && !member.founders().isEmpty()) {
      List<Peer> peers = member.founders().stream().map(id -> new Peer(id, new byte[0])).toList();
      return factory.bootstrap(options, peers);
    }
    return factory.newNode(options);
  }

  private io.togglebolt.raft.ConfState confState() {
    boolean lost = member.plants().contains(Plant.CONF_STATE_LOST) && !storage.isEmpty();
    return lost
        ? io.togglebolt.raft.ConfState.ofVoters(member.founders().toArray(Long[]::new))
        : storage.confState();
  }

  private RaftLogger logger() {
    return new RaftLogger() {
      @Override
      public boolean isLoggable(Level level) {
        return world.logs() && level.compareTo(Level.INFO) >= 0;
      }

      @Override
      public void log(Level level, String line) {
        world.log(member.name(), "raft: " + line);
      }
    };
  }

  long id() {
    return member.id();
  }

  RaftNode node() {
    return node;
  }

  MemberStorage storage() {
    return storage;
  }

  MemberSettings settings() {
    return member.settings();
  }

  Set<Plant> plants() {
    return member.plants();
  }

  HardState durableState() {
    return durableState;
  }

  long durableIndex() {
    return durableIndex;
  }

  boolean isIdle() {
    return driver.isIdle();
  }

  /** Nothing of this process happens any more. */
  void end() {
    over = true;
  }

  /** Has the core told something, and then does what it wants. */
  void tell(Runnable what) {
    try {
      what.run();
    } catch (ProposalDroppedException | UnknownPeerException refused) {
      if (world.logs()) {
        world.log(member.name(), refused.getMessage());
      }
    }
    @Nullable Message snapshot = held;
    if (snapshot != null && !driver.isApplying()) {
      held = null;
      node.receive(snapshot);
    }
    driver.pump();
  }

  /**
   * A message arrives. A snapshot waits until what was given before is applied, so that the state
   * machine is never told to take one while it is busy.
   */
  void deliver(Message message) {
    boolean waits = message.type() == MessageType.SNAPSHOT && driver.isApplying();
    tell(
        () -> {
          if (waits) {
            held = message;
          } else {
            node.receive(message);
          }
        });
  }

  /** A client asks for a change. */
  void write(Command command, Reply reply) {
    tell(() -> requests.write(command, reply));
  }

  /** A client reads. */
  void read(String key, Reply reply) {
    tell(() -> requests.read(key, reply));
  }

  /** Reads may go on. */
  void answered(List<ReadState> states) {
    states.forEach(requests::answered);
  }

  /** Has something done later, if the process is still there; then looks what the core wants. */
  void after(long nanos, Runnable work) {
    world.after(
        nanos,
        () -> {
          if (!over) {
            member.guard(() -> tell(work));
          }
        });
  }

  /** The same, as soon as the disk has done what it is asked for. */
  void afterDisk(Runnable work) {
    long most = member.settings().writeNanos();
    long usual = most == 0 ? 0 : random.below(most);
    after(Math.max(usual, member.stalledUntil() - world.now()), work);
  }

  void send(Message message) {
    member.send(message);
  }

  /** Makes durable what the core asks for. */
  void save(HardState state, List<Entry> entries) {
    storage.save(state, entries);
    durableState = storage.state();
    durableIndex = storage.memory().lastIndex();
    if (world.logs() && !(state.isEmpty() && entries.isEmpty())) {
      world.log(member.name(), "saved " + words(state, entries));
    }
    member.watcher().saved(member, state, entries);
  }

  /** Begins to, and goes on; durable with the next {@link #save}. */
  CompletableFuture<Void> begin(HardState state, List<Entry> entries) {
    CompletableFuture<Void> done = storage.append(state, entries);
    member.watcher().saved(member, state, entries);
    return done;
  }

  private static String words(HardState state, List<Entry> entries) {
    StringBuilder line = new StringBuilder();
    if (!state.isEmpty()) {
      line.append("term=").append(state.term()).append(" vote=").append(state.vote());
      line.append(" commit=").append(state.commit());
    }
    for (Entry entry : entries) {
      line.append(' ').append(Words.of(entry));
    }
    return line.toString();
  }

  /** Puts a snapshot in the place of the state machine. */
  void install(Snapshot snapshot) {
    if (snapshot.metadata().index() <= storage.machine().applied()) {
      throw new SimulationFailure(
          member.name()
              + " was told to install a snapshot at "
              + snapshot.metadata().index()
              + " over a state machine at "
              + storage.machine().applied());
    }
    storage.install(snapshot);
    durableIndex = storage.memory().lastIndex();
    if (world.logs()) {
      world.log(member.name(), "installed the snapshot at " + snapshot.metadata().index());
    }
    member.watcher().installed(member, snapshot.metadata(), storage.machine().hash());
    requests.reach();
  }

  /** Applies entries; those that a snapshot has brought already are passed over. */
  void apply(List<Entry> entries) {
    StateMachine machine = storage.machine();
    long applied = machine.applied();
    List<Entry> fresh = entries.stream().filter(entry -> entry.index() > applied).toList();
    if (fresh.isEmpty()) {
      return;
    }
    if (fresh.getFirst().index() != applied + 1) {
      throw new SimulationFailure(
          member.name()
              + " was told to apply entry "
              + fresh.getFirst().index()
              + " when it had applied up to "
              + applied);
    }
    List<Outcome> outcomes = machine.apply(fresh, confChanger);
    for (Outcome outcome : outcomes) {
      if (world.logs()) {
        world.log(member.name(), "applied " + words(outcome));
      }
      member.watcher().applied(member, outcome.entry(), outcome.confState());
      requests.applied(outcome);
    }
    if (machine.applied() % HASHED_EVERY == 0) {
      member.watcher().hashed(member, machine.applied(), machine.hash());
    }
    requests.reach();
    int interval = member.settings().snapshotInterval();
    if (interval > 0
        && machine.applied() - storage.memory().snapshot().metadata().index() >= interval) {
      snapshot();
    }
  }

  private static String words(Outcome outcome) {
    Entry entry = outcome.entry();
    String place = Words.of(entry);
    if (outcome.command() == null) {
      return place + " members=" + outcome.confState();
    }
    Command command = outcome.command();
    return place
        + " session="
        + command.session()
        + " number="
        + command.number()
        + " "
        + command.operation()
        + " -> "
        + outcome.result();
  }

  /** Makes a snapshot of what is applied. */
  void snapshot() {
    MemberSettings settings = member.settings();
    if (storage.snapshot(settings.keptEntries(), settings.keptSegments()) && world.logs()) {
      world.log(member.name(), "made a snapshot at " + storage.machine().applied());
    }
  }
}
