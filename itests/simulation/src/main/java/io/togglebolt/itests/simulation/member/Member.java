package io.togglebolt.itests.simulation.member;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.SoftState;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotException;
import io.togglebolt.testkit.DriftingClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A member over all of its lives: a machine with a clock and a disk, on which a process runs, ends
 * and is started again. One thread's.
 */
public final class Member implements MemberView {
  private static final int MOST_TICKS_AT_ONCE = 20;

  private final long id;
  private final World world;
  private final SplitMix64 random;
  private final MemberSettings settings;
  private final RaftFactory factory;
  private final Set<Plant> plants;
  private final List<Long> founders;
  private final Surroundings surroundings;
  private final DriftingClock clock;
  private SimulatedDisk disk = new SimulatedDisk();
  private @Nullable Process process;
  private @Nullable ProcessDisk processDisk;
  private @Nullable ProcessScheduler scheduler;
  private int incarnation;
  private long nextTick;
  private long stalledUntil;
  private HardState lastDurableState = HardState.EMPTY;
  private long lastDurableIndex;

  /** Whom a member has to do with. */
  public interface Surroundings {
    /** Takes a message that leaves. */
    void send(Message message);

    /** The process ended by itself: its disk failed, or its machine lost power. */
    void ended(Member member);

    /** Is told what the member does. */
    MemberWatcher watcher();
  }

  /**
   * A machine whose disk is empty.
   *
   * @param founders with whom the cluster begins; empty for a member that joins later
   */
  public Member(
      long id,
      World world,
      SplitMix64 random,
      MemberSettings settings,
      RaftFactory factory,
      Set<Plant> plants,
      List<Long> founders,
      Surroundings surroundings) {
    this.id = id;
    this.world = world;
    this.random = random;
    this.settings = settings;
    this.factory = factory;
    this.plants = plants;
    this.founders = founders;
    this.surroundings = surroundings;
    clock = new DriftingClock(world.clock());
    nextTick = clock.nanoTime() + random.below(settings.tickNanos());
    scheduleTick();
  }

  World world() {
    return world;
  }

  MemberSettings settings() {
    return settings;
  }

  Set<Plant> plants() {
    return plants;
  }

  List<Long> founders() {
    return founders;
  }

  MemberWatcher watcher() {
    return surroundings.watcher();
  }

  long stalledUntil() {
    return stalledUntil;
  }

  /** Its clock, to be made to drift and jump. */
  public DriftingClock clock() {
    return clock;
  }

  /** Its disk, to be made to fail. Another one after a power cut. */
  public SimulatedDisk disk() {
    return disk;
  }

  /** Lets its disk do nothing until then, in virtual time. */
  public void stallUntil(long nanos) {
    stalledUntil = Math.max(stalledUntil, nanos);
  }

  /** How the event log calls it. */
  public String name() {
    return "n" + id + (incarnation == 0 ? "" : "." + incarnation);
  }

  private void scheduleTick() {
    world.after(clock.truthUntil(nextTick), this::onTime);
  }

  /** The clock may have been changed since this was scheduled. */
  private void onTime() {
    int due = 0;
    while (clock.nanoTime() >= nextTick) {
      nextTick += settings.tickNanos();
      due++;
    }
    int ticks = Math.min(due, MOST_TICKS_AT_ONCE);
    for (int i = 0; i < ticks; i++) {
      act(process -> process.tell(process.node()::tick));
    }
    scheduleTick();
  }

  /** What is done with a process. */
  private interface Act {
    void with(Process running);
  }

  private void act(Act what) {
    @Nullable Process running = process;
    if (running != null) {
      guard(() -> what.with(running));
    }
  }

  /**
   * Lets something happen in the process. What its disk refused ends it; anything else that goes
   * wrong is what the simulation looks for.
   */
  void guard(Runnable what) {
    try {
      what.run();
    } catch (SimulationFailure failure) {
      throw failure;
    } catch (RaftInvariantException broken) {
      throw new SimulationFailure(name() + " stopped: " + broken.getMessage(), broken);
    } catch (RuntimeException | Error thrown) {
      bear(thrown);
      return;
    }
    if (process != null && disk.faults().isPowerOff()) {
      // Something in the background was told, and bore it.
      end(Ending.POWER_CUT, "in the middle of a write");
      surroundings.ended(this);
      return;
    }
    surroundings.watcher().stepped(this);
  }

  private void bear(Throwable thrown) {
    if (disk.faults().isPowerOff()) {
      end(Ending.POWER_CUT, "in the middle of a write");
    } else if (Objects.requireNonNull(processDisk).failures() > 0) {
      end(random.chance(1, 2) ? Ending.POWER_CUT : Ending.KILLED, "because its disk failed");
    } else {
      throw new SimulationFailure(name() + " failed: " + thrown, thrown);
    }
    surroundings.ended(this);
  }

  /**
   * Starts the process. Does nothing where it runs.
   *
   * @return whether it runs now; it may have ended at once, for its disk refused
   */
  public boolean start() {
    if (process != null) {
      return true;
    }
    incarnation++;
    ProcessDisk newDisk = new ProcessDisk(disk, plants);
    ProcessScheduler newScheduler = new ProcessScheduler(world, random.fork(), this::guard);
    processDisk = newDisk;
    scheduler = newScheduler;
    guard(() -> begin(newDisk, newScheduler));
    return process != null;
  }

  private void begin(ProcessDisk newDisk, ProcessScheduler newScheduler) {
    MemberStorage storage =
        new MemberStorage(
            new MemberStorage.Surroundings(id, newDisk, clock, newScheduler, settings, plants),
            factory.newMemoryStorage());
    process = new Process(this, storage, factory, random.fork());
    nextTick = clock.nanoTime() + random.below(settings.tickNanos());
    if (world.logs()) {
      world.log(
          name(),
          "started: "
              + storage.state()
              + ", log "
              + storage.memory().firstIndex()
              + " to "
              + storage.memory().lastIndex()
              + ", applied "
              + storage.machine().applied());
    }
    surroundings.watcher().started(this);
    act(running -> running.tell(() -> {}));
  }

  /** Ends the process, if it runs. */
  public void stop(Ending ending) {
    if (process != null) {
      end(ending, "");
    }
  }

  private void end(Ending ending, String why) {
    @Nullable Process running = process;
    ProcessDisk ownDisk = Objects.requireNonNull(processDisk);
    if (world.logs()) {
      world.log(name(), "ended: " + ending + (why.isEmpty() ? "" : ", " + why));
    }
    if (running != null) {
      lastDurableState = running.durableState();
      lastDurableIndex = running.durableIndex();
      running.end();
    }
    boolean clean = ending == Ending.CLEAN && running != null;
    if (!clean) {
      ownDisk.die();
    }
    if (running != null
        && !running.storage().close()
        && clean
        && ownDisk.failures() == 0
        && !disk.faults().isPowerOff()) {
      throw new SimulationFailure(name() + " could not be closed");
    }
    Objects.requireNonNull(scheduler).close();
    ownDisk.die();
    ownDisk.unmap();
    process = null;
    if (ending == Ending.POWER_CUT || disk.faults().isPowerOff()) {
      disk = disk.powerCut(random.fork());
    }
    disk.faults().clear();
    surroundings.watcher().stopped(this);
  }

  void send(Message message) {
    surroundings.watcher().sent(this, message);
    surroundings.send(message);
  }

  /** A message arrives; it is lost when no process runs. */
  public void deliver(Message message) {
    if (world.logs()) {
      world.log(name(), (process == null ? "is down, lost " : "got ") + Words.of(message));
    }
    act(running -> running.deliver(message));
  }

  /** A client asks for a change. */
  public void write(Command command, Reply reply) {
    act(running -> running.write(command, reply));
  }

  /** A client reads. */
  public void read(String key, Reply reply) {
    act(running -> running.read(key, reply));
  }

  /** What is asked of the core from outside. */
  public interface Wish {
    /** Asks it; a {@link RaftException} is a refusal. */
    void of(RaftNode node);
  }

  /** Asks the core for something. */
  public void ask(Wish wish) {
    act(running -> running.tell(() -> wish.of(running.node())));
  }

  /** Makes a snapshot now. */
  public void snapshot() {
    act(Process::snapshot);
  }

  /** Exchanges one of its parts for another, or the same. */
  public void swap() {
    act(
        running -> {
          List<SlotControl> slots = running.storage().slots();
          SlotControl slot = random.choice(slots);
          List<String> names =
              switch (slot.kind()) {
                case "wal" -> Parts.WRITERS.stream().map(factory -> factory.name()).toList();
                case "allocator" ->
                    Parts.ALLOCATORS.stream().map(factory -> factory.name()).toList();
                default -> Parts.POLICIES.stream().map(factory -> factory.name()).toList();
              };
          String name = random.choice(names);
          if (world.logs()) {
            world.log(name(), "swaps its " + slot.kind() + " for " + name);
          }
          try {
            running.storage().use(slot, name);
            surroundings.watcher().swapped(this, slot.kind(), name);
          } catch (SlotException refused) {
            if (Objects.requireNonNull(processDisk).failures() == 0
                && !disk.faults().isPowerOff()) {
              throw refused;
            }
          }
        });
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int incarnation() {
    return incarnation;
  }

  @Override
  public boolean isUp() {
    return process != null;
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name() + " is not up");
    }
    return process;
  }

  @Override
  public SoftState softState() {
    return running().node().softState();
  }

  @Override
  public RaftStatus status() {
    return running().node().status();
  }

  @Override
  public long firstIndex() {
    return running().storage().memory().firstIndex();
  }

  @Override
  public long lastIndex() {
    return running().storage().memory().lastIndex();
  }

  @Override
  public long term(long index) {
    if (index < firstIndex() - 1 || index > lastIndex()) {
      return 0;
    }
    return running().storage().memory().term(index);
  }

  @Override
  public List<Entry> entries(long from, long to) {
    return from > to
        ? List.of()
        : running().storage().memory().entries(from, to + 1, RaftOptions.UNLIMITED);
  }

  @Override
  public long applied() {
    return running().storage().machine().applied();
  }

  @Override
  public ConfState confState() {
    return running().storage().machine().confState();
  }

  /** Who was removed from the cluster, as far as it has applied. */
  public SortedSet<Long> removed() {
    return new TreeSet<>(running().storage().machine().removed());
  }

  /** A number for all that its state machine holds. */
  public long stateHash() {
    return running().storage().machine().hash();
  }

  /** Whether nothing is under way between its core and its disk. */
  public boolean isIdle() {
    return running().isIdle();
  }

  @Override
  public HardState durableState() {
    return process == null ? lastDurableState : process.durableState();
  }

  @Override
  public long durableIndex() {
    return process == null ? lastDurableIndex : process.durableIndex();
  }
}
