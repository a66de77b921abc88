package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.slot.SlotException;
import io.togglebolt.testkit.DiskEvent;
import io.togglebolt.testkit.MortalDisk;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVacantException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A log's life: it is made, appended to, cut, released, purged, closed and opened again, its
 * writers are exchanged and fail, its process is killed; and after each change of its disk the
 * power is cut a few times. What each cut may have left is opened and looked at; some of it lives
 * on, and is cut again. One number decides all of it.
 */
final class LogLife {
  private static final Path DIRECTORY = Path.of("/data/member/wal");
  private static final WalMetadata OWNER = new WalMetadata(0xcafeL, 0xc1L << 56);
  private static final int IMAGES = 3;
  private static final int MOST_LIVES = 3;
  private static final long VACANCY_MILLIS = 1_000;
  private static final WalOptions OPTIONS =
      WalOptions.defaults()
          .withSegmentBytes(WalOptions.MIN_SEGMENT_BYTES)
          .withBufferBytes(WalOptions.MIN_BUFFER_BYTES)
          .withVacancyTimeoutMillis(VACANCY_MILLIS)
          .withName("crashed");

  private final CrashFigures figures;
  private final SplitMix64 random;
  private final SimulatedDisk disk;
  private final int depth;
  private final Set<Long> seen = new HashSet<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private MortalDisk mortal;
  private LogBed bed;
  private LogModel model;
  private boolean made;
  private DiskEvent last;
  private int cuts;
  private long payloads;

  /** What the first bad cut had left. Kept, for the log would take it for a failure of the disk. */
  private @Nullable Failed failed;

  private LogLife(
      SimulatedDisk disk,
      LogModel model,
      boolean made,
      SplitMix64 random,
      int depth,
      CrashFigures figures) {
    this.disk = disk;
    this.model = model;
    this.made = made;
    this.random = random;
    this.depth = depth;
    this.figures = figures;
    payloads = random.next();
    disk.observe(event -> last = event);
    mortal = new MortalDisk(disk, this::cut);
    bed = new LogBed(mortal, random);
  }

  /** Lives a whole life. */
  static void live(SplitMix64 random, CrashFigures figures) throws Exception {
    new LogLife(new SimulatedDisk(), new LogModel(), false, random, 1, figures)
        .live(random.between(15, 40));
  }

  private void live(int steps) throws Exception {
    int left = steps;
    while (left > 0) {
      bed = new LogBed(mortal, random);
      if (random.chance(1, 8)) {
        mortal.dieAfter(random.below(12));
      }
      try {
        left -= session(open(), left);
      } catch (WalException refused) {
        if (!mortal.isDead()) {
          throw refused;
        }
        left--;
      }
      if (failed != null) {
        throw failed;
      }
      if (mortal.isDead()) {
        figures.count("kills");
        mortal = new MortalDisk(disk, this::cut);
      }
    }
  }

  private Wal open() {
    if (!made) {
      try {
        Wal log = bed.factory.create(DIRECTORY, OWNER, OPTIONS);
        made = true;
        return log;
      } catch (WalExistsException killed) {
        // Whoever made it was killed before it could say so.
        made = true;
      }
    }
    model = model.without(model.prefix(FoundRecords.in(bed.factory.tools(), DIRECTORY)));
    SnapshotMark from = random.choice(model.marks());
    // Segments from before the mark are not locked, and may be purged.
    model.release(from.index());
    ReplayedLog found = new ReplayedLog();
    Wal log = bed.factory.open(DIRECTORY, from, found, OPTIONS);
    assertReplayed(model, from, found);
    // What was told here counts, though a process that was killed may have left it in the cache.
    model.acknowledge(model.size());
    figures.count("openings");
    return log;
  }

  private static void assertReplayed(LogModel model, SnapshotMark from, ReplayedLog found) {
    LogModel.Replay expected = model.replay(from);
    assertEquals(OWNER, found.metadata());
    assertEquals(expected.state(), found.hardState());
    assertEquals(expected.entries(), found.entries(), () -> "entries from " + from);
  }

  /** Goes on until the log is to be closed or its process dies; says after how many steps. */
  private int session(Wal log, int most) throws Exception {
    waiting.clear();
    int steps = 0;
    boolean ends = false;
    try {
      while (!ends && steps < most && !mortal.isDead()) {
        steps++;
        ends = step(log);
        if (failed != null) {
          throw failed;
        }
        assertInOrder();
      }
    } catch (WalException | SlotException refused) {
      bear(refused);
    }
    closeQuietly(log);
    if (!mortal.isDead()) {
      model.acknowledge(model.size());
      assertTrue(waiting.stream().allMatch(LogLife::isDone), "closed, and something waits");
    }
    return Math.max(1, steps);
  }

  /** What a process that dies leads to is no failure of the log. */
  private void bear(RuntimeException refused) {
    if (failed != null) {
      throw failed;
    }
    if (!mortal.isDead()) {
      throw refused;
    }
  }

  private void closeQuietly(Wal log) {
    try {
      log.close();
    } catch (WalException refused) {
      bear(refused);
    }
  }

  private static boolean isDone(CompletableFuture<Void> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  private void assertInOrder() {
    boolean waits = false;
    for (CompletableFuture<Void> future : waiting) {
      assertTrue(!waits || !future.isDone(), "a later future is done before an earlier one");
      waits |= !future.isDone();
    }
  }

  /** Says whether the log is to be closed now. */
  private boolean step(Wal log) throws Exception {
    switch (random.below(24)) {
      case 0 -> cutNow(log);
      case 1, 2, 3 -> mark(log);
      case 4 -> jump(log);
      case 5, 6 -> release(log);
      case 7, 8 -> purge(log);
      case 9 -> swap();
      case 10 -> flaky(log);
      case 11 -> vacate(log);
      case 12 -> mortal.dieAfter(random.below(9));
      case 13 -> syncNow(log);
      case 14, 15 -> bed.scheduler.runUntilIdle();
      case 16 -> stateOnly(log);
      case 17 -> {
        return true;
      }
      default -> append(log);
    }
    return false;
  }

  private void cutNow(Wal log) throws InterruptedException {
    log.cut();
    model.acknowledge(model.size());
    figures.count("cuts on demand");
  }

  private void syncNow(Wal log) throws InterruptedException {
    log.sync();
    model.acknowledge(model.size());
  }

  /**
   * Entries that continue the log, or take the place of earlier ones, by a leader of a new term.
   */
  private void append(Wal log) throws InterruptedException {
    boolean overwrites = model.lastIndex() > model.safeIndex() && random.chance(1, 5);
    boolean newTerm = overwrites || random.chance(1, 8) || model.state().isEmpty();
    long term = Math.max(model.state().term(), model.lastTerm()) + (newTerm ? 1 : 0);
    long index =
        overwrites
            ? model.safeIndex() + 1 + random.below(model.lastIndex() - model.safeIndex())
            : model.lastIndex() + 1;
    List<Entry> entries = new ArrayList<>();
    for (int count = random.between(1, 4); count > 0; count--) {
      entries.add(Entry.of(term, index++, payload()));
    }
    HardState state = HardState.EMPTY;
    if (newTerm || random.chance(1, 2)) {
      long commit = model.safeIndex() + random.below(index - model.safeIndex());
      state = new HardState(term, vote(newTerm), commit);
    }
    if (overwrites) {
      figures.count("overwritten tails");
    }
    append(log, state, entries);
  }

  private long vote(boolean newTerm) {
    return newTerm ? random.between(0, 3) : model.state().vote();
  }

  private byte[] payload() {
    return payload(random.choice(0, 10, 100, 500, 600, 1_000, 3_000));
  }

  /** Each one is another one, so that none is mistaken for another. */
  private byte[] payload(int size) {
    byte[] bytes = random.chance(1, 5) ? new byte[size + 8] : random.bytes(size + 8);
    ByteBuffer.wrap(bytes).putLong(payloads++);
    return bytes;
  }

  private void stateOnly(Wal log) throws InterruptedException {
    HardState old = model.state();
    long commit = model.safeIndex() + random.below(model.lastIndex() - model.safeIndex() + 1);
    boolean votes = random.chance(1, 2) || old.isEmpty();
    long term = Math.max(old.term(), model.lastTerm()) + (votes ? 1 : 0);
    append(log, new HardState(term, vote(votes), commit), List.of());
  }

  private void append(Wal log, HardState state, List<Entry> entries) throws InterruptedException {
    int due = model.append(state, entries);
    seen.clear();
    if (random.chance(1, 3)) {
      log.save(state, entries);
      model.acknowledge(due);
      figures.count("saves");
    } else {
      follow(log.append(state, entries), due);
      figures.count("appends");
    }
  }

  private void follow(CompletableFuture<Void> future, int due) {
    waiting.add(future);
    future.whenComplete(
        (nothing, failure) -> {
          if (failure == null) {
            model.acknowledge(due);
          }
        });
  }

  /** A mark somewhere in what is committed. */
  private void mark(Wal log) {
    List<SnapshotMark> marks = model.marks();
    long least = marks.isEmpty() ? 0 : marks.getLast().index();
    long index = least + random.below(model.safeIndex() - least + 1);
    if (index == 0) {
      return;
    }
    mark(log, SnapshotMark.of(index, model.termOf(index)));
    figures.count("marks");
  }

  private void mark(Wal log, SnapshotMark mark) {
    int due = model.mark(mark);
    seen.clear();
    follow(log.saveSnapshot(mark), due);
  }

  /** A leader sends a snapshot of what this member does not have. */
  private void jump(Wal log) throws InterruptedException {
    if (!random.chance(1, 4)) {
      return;
    }
    long index = model.lastIndex() + 1 + random.below(5);
    long term = Math.max(1, Math.max(model.state().term(), model.lastTerm()));
    mark(log, SnapshotMark.of(index, term));
    append(log, new HardState(term, model.state().vote(), index), List.of());
    figures.count("jumps");
  }

  /** Lets go of what is below a mark that is durable. */
  private void release(Wal log) {
    bed.scheduler.runUntilIdle();
    List<SnapshotMark> marks = model.marks();
    if (!mortal.isDead() && waiting.stream().allMatch(LogLife::isDone) && !marks.isEmpty()) {
      long index = random.choice(marks).index();
      model.release(index);
      log.release(index);
      figures.count("releases");
    }
  }

  private void purge(Wal log) {
    if (log.purge(random.between(1, 4)) > 0) {
      figures.count("purges");
    }
  }

  private void swap() {
    bed.use(random.choice("segmented", "dsync", "flaky"));
    figures.count("swaps");
  }

  /** The writer fails by a mistake of its own, somewhere in what follows. */
  private void flaky(Wal log) throws InterruptedException {
    bed.use("flaky");
    bed.flaky.failAfter(random.below(4));
    append(log);
    bed.scheduler.runUntilIdle();
    bed.flaky.failAfter(Integer.MAX_VALUE);
    figures.count("flaky writers");
  }

  /**
   * Nobody writes for a while: what waits too long is not in the log, and the rest is. It is
   * little, or this thread would wait for room that no other makes.
   */
  private void vacate(Wal log) throws InterruptedException {
    bed.scheduler.runUntilIdle();
    if (mortal.isDead() || !waiting.stream().allMatch(LogLife::isDone)) {
      return;
    }
    bed.vacate();
    int before = model.size();
    List<CompletableFuture<Void>> inVain = new ArrayList<>();
    for (int count = random.between(1, 3); count > 0; count--) {
      List<Entry> entries =
          List.of(Entry.of(Math.max(1, model.lastTerm()), model.lastIndex() + 1, payload(100)));
      int due = model.append(HardState.EMPTY, entries);
      CompletableFuture<Void> future = log.append(HardState.EMPTY, entries);
      inVain.add(future);
      follow(future, due);
    }
    bed.scheduler.advance(random.chance(1, 2) ? VACANCY_MILLIS + 1 : 1);
    boolean refused = inVain.getFirst().isDone();
    bed.offerWriters();
    bed.scheduler.runUntilIdle();
    if (mortal.isDead()) {
      return;
    }
    for (CompletableFuture<Void> future : inVain) {
      assertEquals(refused, !isDone(future), "what waited fares alike");
      if (refused) {
        assertEquals(WalVacantException.class, future.exceptionNow().getClass());
      }
    }
    if (refused) {
      waiting.removeAll(inVain);
      model = model.without(before);
    }
    figures.count(refused ? "vacancies that refused" : "vacancies that ended");
  }

  /** The power is cut now, in a few ways; this life goes on as if nothing had happened. */
  private void cut() {
    cuts++;
    for (int image = 0; image < IMAGES && failed == null; image++) {
      SplitMix64 chance = random.fork();
      SimulatedDisk after = disk.powerCut(chance);
      if (seen.add(LogBed.hash(after))) {
        figures.count("power cuts");
        try {
          lookAt(after, chance);
        } catch (Exception | AssertionError failure) {
          failed = new Failed(cuts, image, last, failure);
        }
      }
    }
  }

  /** A cut after which not everything was right. */
  static final class Failed extends AssertionError {
    private static final long serialVersionUID = 1;

    Failed(int cut, int image, DiskEvent last, Throwable failure) {
      super(
          "after power cut " + cut + ", image " + image + ", behind " + last + ": " + failure,
          failure);
    }
  }

  private void lookAt(SimulatedDisk after, SplitMix64 chance) throws Exception {
    if (depth < MOST_LIVES && chance.chance(1, depth == 1 ? 20 : 40)) {
      figures.count("later lives");
      LogModel left = model.without(model.size());
      new LogLife(after, left, made, chance, depth + 1, figures).live(chance.between(1, 3));
      return;
    }
    LogBed now = new LogBed(after, chance);
    if (!made && !isThere(now)) {
      figures.count("half-made logs");
      now.factory.create(DIRECTORY, OWNER, OPTIONS).close();
      return;
    }
    LogModel left =
        new LogModel(model, model.prefix(FoundRecords.in(now.factory.tools(), DIRECTORY)));
    figures.count(left.size() < model.size() ? "lost tails" : "whole logs");
    SnapshotMark from = chance.choice(left.marks());
    ReplayedLog found = new ReplayedLog();
    try (Wal log = now.factory.open(DIRECTORY, from, found, OPTIONS)) {
      assertReplayed(left, from, found);
      goOn(log, left);
    }
    left.acknowledge(left.size());
    left.prefix(FoundRecords.in(now.factory.tools(), DIRECTORY));
  }

  private static boolean isThere(LogBed bed) {
    try {
      bed.factory.tools().verify(DIRECTORY);
      return true;
    } catch (InvalidWalException none) {
      return false;
    }
  }

  private static void goOn(Wal log, LogModel left) throws InterruptedException {
    long term = Math.max(left.state().term(), left.lastTerm()) + 1;
    HardState state = new HardState(term, 1, left.safeIndex());
    List<Entry> entries = List.of(Entry.of(term, left.lastIndex() + 1, new byte[] {1, 2, 3}));
    left.append(state, entries);
    log.save(state, entries);
  }
}
