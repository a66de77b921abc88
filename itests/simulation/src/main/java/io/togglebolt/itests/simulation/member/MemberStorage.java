package io.togglebolt.itests.simulation.member;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.engine.internal.Engine;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.LogFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * All that a process keeps on its disk: the log, the database, snapshots; and what the core reads
 * of the log, in memory. The order of writes is etcd's: a snapshot's file, its mark in the log,
 * entries and hard state, and only then the state machine.
 */
final class MemberStorage {
  private static final Path DATA = Path.of("/data");
  private static final Path LOG = DATA.resolve("wal");
  private static final long CLUSTER = 0x70661eb017L;

  private final SlotFactory slots;
  private final ProcessScheduler scheduler;
  private final Set<Plant> plants;
  private final SnapshotFiles snapshots;
  private final Database database;
  private final StateMachine machine;
  private final Wal log;
  private final MemoryStorage memory;
  private final boolean empty;
  private HardState state;

  /** What a process has to do with. */
  record Surroundings(
      long id,
      ProcessDisk disk,
      io.togglebolt.runtime.Clock clock,
      ProcessScheduler scheduler,
      MemberSettings settings,
      Set<Plant> plants) {}

  /**
   * Reads what the disk holds, and mends what a crash left unfinished.
   *
   * @param memory an empty one
   */
  MemberStorage(Surroundings around, MemoryStorage memory) {
    this.memory = memory;
    scheduler = around.scheduler;
    plants = around.plants;
    slots = Parts.SLOTS.with(around.clock, scheduler, Metrics.none());
    try {
      around.disk.createDirectories(DATA);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    snapshots = new SnapshotFiles(around.disk, DATA.resolve("snap"));
    database = openDatabase(around);
    boolean opened = false;
    try {
      machine = new StateMachine(database, plants);
      LogFactory logs = new LogFactory(around.disk, around.clock, scheduler, slots, Parts.WRITERS);
      ReplayedLog found = new ReplayedLog();
      log = openLog(around, logs, found);
      state = found.hardState();
      empty = state.isEmpty();
      if (!empty) {
        recover(found.entries());
      }
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  private Database openDatabase(Surroundings around) {
    Engine engine = new Engine(around.disk, slots, around.clock, Parts.ALLOCATORS, Parts.POLICIES);
    return engine.open(
        DATA.resolve("db"),
        DatabaseOptions.defaults()
            .withName("member-" + around.id)
            .withPageSize(around.settings.pageBytes())
            .withLockTimeout(0)
            .withReaderWarning(0)
            .withFreelistPersistence(around.settings.freelistPersistence()));
  }

  private Wal openLog(Surroundings around, LogFactory logs, ReplayedLog found) {
    WalOptions options =
        WalOptions.defaults()
            .withName("member-" + around.id)
            .withSegmentBytes(WalOptions.MIN_SEGMENT_BYTES)
            .withBufferBytes(WalOptions.MIN_BUFFER_BYTES)
            .withSlowSyncMillis(0);
    try {
      return logs.create(LOG, new WalMetadata(around.id, CLUSTER), options);
    } catch (WalExistsException known) {
      LastMark mark = LastMark.in(logs.tools(), LOG, machine.applied());
      Wal opened = logs.open(LOG, mark.mark(), found, options);
      if (mark.mark().index() > 0) {
        restore(mark.mark().index());
      }
      return opened;
    }
  }

  /** Begins with a snapshot; the state machine may not have come so far before the crash. */
  private void restore(long index) {
    Snapshot snapshot =
        snapshots
            .read(index)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the log has a mark of a snapshot at " + index + ", but its file is gone"));
    memory.applySnapshot(snapshot);
    if (machine.applied() < index) {
      install(snapshot);
    }
  }

  private void recover(List<Entry> entries) {
    // What was applied was committed, whether or not the log has heard of it.
    state = new HardState(state.term(), state.vote(), Math.max(state.commit(), machine.applied()));
    memory.setHardState(state);
    List<Entry> kept = entries;
    if (plants.contains(Plant.LOG_TAIL_LOST)) {
      kept = entries.subList(0, Math.max(0, entries.size() - 2));
      long last = kept.isEmpty() ? memory.lastIndex() : kept.getLast().index();
      memory.setHardState(
          new HardState(state.term(), state.vote(), Math.min(state.commit(), last)));
    }
    memory.append(kept);
    if (plants.contains(Plant.APPLIED_TWICE)) {
      machine.forget(2, memory.firstIndex() - 1);
    }
  }

  /** Whether nothing was ever promised: the cluster, as far as this member knows, begins. */
  boolean isEmpty() {
    return empty;
  }

  StateMachine machine() {
    return machine;
  }

  MemoryStorage memory() {
    return memory;
  }

  /** What is remembered. */
  HardState state() {
    return state;
  }

  /**
   * Makes durable what the core asks for.
   *
   * @param newState empty to leave it as it is
   */
  void save(HardState newState, List<Entry> entries) {
    HardState written = spoilt(newState);
    await(() -> log.save(written, entries));
    remember(newState, entries);
  }

  /** The same, durable only with the next {@link #save}. */
  CompletableFuture<Void> append(HardState newState, List<Entry> entries) {
    CompletableFuture<Void> done = log.append(spoilt(newState), entries);
    remember(newState, entries);
    return done;
  }

  /** Makes all durable that was appended. */
  void sync() {
    await(log::sync);
  }

  private HardState spoilt(HardState newState) {
    if (newState.isEmpty()) {
      return newState;
    }
    if (plants.contains(Plant.TERM_NOT_PERSISTED) && !state.isEmpty()) {
      return new HardState(state.term(), state.vote(), newState.commit());
    }
    return plants.contains(Plant.VOTE_NOT_PERSISTED)
        ? new HardState(newState.term(), 0, newState.commit())
        : newState;
  }

  private void remember(HardState newState, List<Entry> entries) {
    if (!newState.isEmpty()) {
      state = newState;
      memory.setHardState(newState);
    }
    List<Entry> taken = entries;
    if (plants.contains(Plant.CONFLICT_KEPT)) {
      taken = entries.stream().filter(entry -> entry.index() > memory.lastIndex()).toList();
    }
    if (!taken.isEmpty()) {
      memory.append(taken);
    }
  }

  /** Makes a snapshot that was received durable, and puts it in the place of the log. */
  void receive(Snapshot snapshot) {
    if (!plants.contains(Plant.SNAPSHOT_NOT_PERSISTED)) {
      snapshots.write(snapshot);
    }
    mark(snapshot.metadata());
    memory.applySnapshot(snapshot);
  }

  private void mark(SnapshotMetadata metadata) {
    CompletableFuture<Void> marked =
        log.saveSnapshot(new SnapshotMark(metadata.index(), metadata.term(), metadata.confState()));
    await(log::sync);
    marked.join();
  }

  /** Puts a snapshot's content in the place of the state machine's, and forgets older ones. */
  void install(Snapshot snapshot) {
    SnapshotMetadata metadata = snapshot.metadata();
    machine.install(snapshot.data(), metadata.index(), metadata.term(), metadata.confState());
    snapshots.deleteBelow(metadata.index());
  }

  /**
   * Makes a snapshot of what is applied, and gives up what it holds of the log.
   *
   * @param keptEntries how many entries before it stay in memory
   * @return whether there was anything new
   */
  boolean snapshot(int keptEntries, int keptSegments) {
    long index = machine.applied();
    if (plants.contains(Plant.SNAPSHOT_MISLABELLED)) {
      index--;
    }
    if (index <= memory.snapshot().metadata().index() || index < memory.firstIndex()) {
      return false;
    }
    Snapshot made = memory.createSnapshot(index, machine.confState(), machine.snapshot());
    snapshots.write(made);
    mark(made.metadata());
    snapshots.deleteBelow(index);
    log.release(index);
    long compacted = index - keptEntries;
    if (compacted >= memory.firstIndex()) {
      memory.compact(compacted);
    }
    log.purge(keptSegments);
    return true;
  }

  /** A snapshot of what is applied now, to be sent; it need not be kept. */
  Snapshot newestSnapshot() {
    Snapshot kept = memory.snapshot();
    long index = machine.applied();
    if (plants.contains(Plant.SNAPSHOT_MISLABELLED)) {
      index--;
    }
    if (index <= kept.metadata().index()) {
      return kept;
    }
    SnapshotMetadata now = new SnapshotMetadata(machine.confState(), index, memory.term(index));
    return new Snapshot(now, machine.snapshot());
  }

  private static void await(ProcessScheduler.Waiting work) {
    try {
      work.run();
    } catch (InterruptedException unexpected) {
      throw new AssertionError("nobody interrupts a simulation", unexpected);
    }
  }

  /** The slots in which parts can be exchanged, in the order of their kinds. */
  List<SlotControl> slots() {
    return slots.registry().slots().stream()
        .sorted(java.util.Comparator.comparing(SlotControl::kind))
        .toList();
  }

  /** Hands over to a part now. */
  void use(SlotControl slot, String part) {
    scheduler.runSoon();
    scheduler.inline(() -> slot.use(part, 1_000));
  }

  /** As of the last entry that was applied. */
  ConfState confState() {
    return machine.confState();
  }

  /**
   * Closes all; says whether that went well. Where the process has been killed before, this only
   * gives memory back.
   */
  @SuppressWarnings("NullAway")
  boolean close() {
    boolean well = true;
    if (log != null) {
      try {
        log.close();
      } catch (WalException refused) {
        well = false;
      }
    }
    if (database != null) {
      try {
        database.close();
      } catch (StorageException refused) {
        well = false;
      }
    }
    return well;
  }
}
