package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistComparison;
import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import io.togglebolt.storage.InvalidConfigurationException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.SplitMix64;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whatever a shadowed policy does, the database does not notice, and the comparison says it. */
class PolicyComparisonTest {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] KEY = {'k'};

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final SimulatedScheduler shadows = new SimulatedScheduler(bed.clock);
  private EngineDatabase database;

  @BeforeEach
  void open() {
    database = (EngineDatabase) bed.open(DatabaseOptions.defaults().withParts("range", null));
    database.update(transaction -> transaction.createBucket(BUCKET));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PolicyComparison compare(String... policies) {
    return database.compareFreelists(List.of(policies), Client.DIRECT, () -> shadows);
  }

  private void write() {
    database.update(
        transaction -> Objects.requireNonNull(transaction.bucket(BUCKET)).put(KEY, KEY));
  }

  private void settle() {
    shadows.advance(PolicyComparison.TICK_MILLIS);
  }

  private static Row row(FreelistComparison comparison, String policy) {
    return comparison.rows().stream()
        .filter(row -> row.role() != Role.DATABASE && row.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  /** Offers a policy, as its bundle would. */
  private Candidate<FreelistPolicyFactory> offer(FreelistPolicyFactory factory) {
    Candidate<FreelistPolicyFactory> candidate = bed.candidate(factory);
    bed.policies.add(candidate);
    return candidate;
  }

  @Test
  void allCandidatesAreComparedUnlessSomeAreNamed() {
    try (PolicyComparison all = compare();
        PolicyComparison one = compare("legacy", "range:freelist-pages=1.4", "legacy")) {
      assertEquals(Role.DATABASE, all.rows().getFirst().role());
      assertEquals("range", all.rows().getFirst().policy());
      assertEquals(Role.SERVING, row(all, "range").role());
      assertEquals(Role.SHADOW, row(all, "legacy").role());
      assertEquals(
          List.of("range", "legacy", "range:freelist-pages=1.4"),
          one.rows().stream().map(Row::policy).toList());
      assertEquals(Role.SHADOW, row(one, "range:freelist-pages=1.4").role());
    }
  }

  @Test
  void whatCannotBeComparedIsRefusedInOneSentence() {
    assertEquals(
        "freelist of test.db: no candidate is named 'rnge'; there is exact, legacy, range",
        assertThrows(UnknownPartException.class, () -> compare("rnge")).getMessage());
    assertEquals(
        "test.db: 'range:1.4' has the setting '1.4'; expected NAME:SETTING=VALUE[,SETTING=VALUE]",
        assertThrows(InvalidConfigurationException.class, () -> compare("range:1.4")).getMessage());
    assertEquals(
        "test.db: 'range:freelist-pages=2': freelist-pages is \"2\"; expected one of original,"
            + " 1.3, 1.4",
        assertThrows(InvalidConfigurationException.class, () -> compare("range:freelist-pages=2"))
            .getMessage());
    List<String> many = new ArrayList<>();
    for (int i = 0; i <= Database.MOST_COMPARED_POLICIES; i++) {
      many.add("range:freelist-pages=" + i);
    }
    assertThrows(InvalidConfigurationException.class, () -> database.compareFreelists(many));
    try (Transaction transaction = database.beginWrite()) {
      assertTrue(transaction.writable());
      assertThrows(IllegalStateException.class, this::compare);
    }
    assertEquals(0, shadows.pending(), "nothing of all that works on");
  }

  @Test
  void aFileThatIsOpenForReadingOnlyHasNoTraffic() {
    database.close();
    try (Database readOnly = bed.open(DatabaseOptions.defaults().asReadOnly())) {
      assertThrows(ReadOnlyException.class, () -> readOnly.compareFreelists(List.of()));
    }
    assertThrows(DatabaseClosedException.class, this::compare);
  }

  /** What users hold, they may hold for ever; the writer does not wait for it. */
  @Test
  @Timeout(60)
  void theWriterNeedsNoMonitorThatUsersHold() throws Exception {
    try (PolicyComparison comparison = compare()) {
      FutureTask<Void> writer = new FutureTask<>(this::write, null);
      synchronized (comparison) {
        Thread.ofPlatform().daemon().start(writer);
        writer.get(30, TimeUnit.SECONDS);
      }
      assertEquals(1, comparison.transactions());
    }
  }

  /** The parts of a comparison that is not begun, so that nothing is ever replayed. */
  private PolicyComparison made(Candidates<FreelistPolicyFactory> candidates, Clock clock) {
    return new PolicyComparison(
        Client.DIRECT,
        ShadowedPolicy.choose("test.db", List.of("exact", "legacy"), bed.policies.list()),
        new Traffic(),
        EngineBed.slot(database, "freelist"),
        candidates,
        clock,
        shadows);
  }

  @Test
  void aLookThatFailsIsNotTheLast() {
    AtomicInteger looks = new AtomicInteger();
    Candidates<FreelistPolicyFactory> failingOnce =
        new Candidates<>() {
          @Override
          public void add(Candidate<FreelistPolicyFactory> candidate) {
            throw new UnsupportedOperationException("nothing is offered here");
          }

          @Override
          public void remove(Candidate<FreelistPolicyFactory> candidate) {
            throw new UnsupportedOperationException("nothing is offered here");
          }

          @Override
          public List<Candidate<FreelistPolicyFactory>> list() {
            if (looks.incrementAndGet() == 2) {
              throw new OutOfMemoryError("made up");
            }
            return bed.policies.list();
          }
        };
    try (PolicyComparison comparison = made(failingOnce, bed.clock)) {
      comparison.work();
      assertThrows(AssertionError.class, this::settle);
      settle();
      assertEquals(3, looks.get());
      assertEquals(1, shadows.pending(), "the next look waits");
    }
  }

  /** On a clock that says that the time is over nobody waits for shadows that never replay. */
  @Test
  @Timeout(30)
  void theStopWaitsByItsOwnClock() {
    AtomicLong nanos = new AtomicLong();
    Clock hasty =
        new Clock() {
          @Override
          public long nanoTime() {
            return nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
          }

          @Override
          public long wallMillis() {
            return 0;
          }
        };
    try (PolicyComparison comparison = made(bed.policies, hasty)) {
      comparison.stop(TimeUnit.MINUTES.toMillis(1));
      assertEquals(
          "had not replayed all transactions in time", row(comparison, "legacy").problem());
    }
  }

  @Test
  void onlySoManyGoOnAtATime() {
    List<PolicyComparison> open = new ArrayList<>();
    for (int i = 0; i < Comparisons.MOST_AT_A_TIME; i++) {
      open.add(compare());
    }
    StorageException refused = assertThrows(StorageException.class, this::compare);
    assertTrue(refused.getMessage().contains("expected at most 4 at a time"), refused.getMessage());
    open.removeFirst().close();
    open.add(database.compareFreelists(List.of(), Client.DIRECT, () -> shadows));
    open.forEach(PolicyComparison::close);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnreliablePolicy.Fault.class,
      mode = Mode.EXCLUDE,
      names = {"LOSES_PAGES"})
  void aPolicyThatBreaksTheRulesEndsItsShadowAndNothingElse(UnreliablePolicy.Fault fault) {
    offer(
        UnreliablePolicy.factory(
            "unreliable", new SplitMix64(1), EngineBed.policy("range"), fault));
    try (Transaction reader = database.beginRead();
        PolicyComparison comparison = compare()) {
      for (int i = 0; i < 60; i++) {
        write();
        settle();
      }
      assertFalse(reader.writable());
      assertNotEquals("", row(comparison, "unreliable").problem(), fault.name());
      assertTrue(row(comparison, "unreliable").transactions() < 60, fault.name());
      assertEquals("", row(comparison, "range").problem());
      assertEquals(60, row(comparison, "legacy").transactions());
      assertEquals("range", EngineBed.slot(database, "freelist").status().active());
    }
    Model.assertSound(database);
  }

  @Test
  void aPolicyWhoseFactoryFailsOrForgetsWhatIsPendingIsGivenUp() {
    offer(
        new Named("fails") {
          @Override
          public FreelistPolicy create() {
            throw new IllegalStateException("no policy today");
          }
        });
    offer(
        new Named("forgets") {
          @Override
          public FreelistPolicy create() {
            return new Silent();
          }
        });
    try (Transaction reader = database.beginRead()) {
      write();
      write();
      try (PolicyComparison comparison = compare()) {
        settle();
        assertEquals(
            "java.lang.IllegalStateException: no policy today", row(comparison, "fails").problem());
        assertTrue(
            row(comparison, "forgets").problem().contains("holds 0 pages"),
            row(comparison, "forgets").problem());
        assertEquals("", row(comparison, "legacy").problem());
      }
      assertFalse(reader.writable());
    }
  }

  @Test
  void aShadowThatFallsBehindTooFarIsGivenUpAndTheWriterGoesOn() {
    Backlog backlog = new Backlog();
    long[] readers = new long[100_000];
    TrafficEvent event = new TrafficEvent.Begun(readers, new TrafficEvent.Figures(0, 0, 0));
    int taken = 0;
    while (backlog.add(event)) {
      taken++;
    }
    assertEquals(9, taken);
    assertTrue(backlog.isEmpty(), "it forgets what nobody will replay");
    assertTrue(backlog.add(event), "and what comes later");
    assertTrue(backlog.isEmpty());
    PolicyShadow shadow =
        new PolicyShadow(
            ShadowedPolicy.choose("x", List.of("range"), bed.policies.list()).getFirst(),
            bed.clock);
    for (int i = 0; i < 20; i++) {
      shadow.add(event);
    }
    assertEquals("fell behind by more than 1000000 runs", shadow.row("").problem());
  }

  @Test
  void aCandidateThatLeavesEndsItsShadowAndIsLetGo() throws Exception {
    Candidate<FreelistPolicyFactory> guest =
        offer(UnreliablePolicy.renamed("guest", EngineBed.policy("range")));
    try (PolicyComparison comparison = compare()) {
      write();
      settle();
      bed.policies.remove(guest);
      write();
      settle();
      assertEquals("its bundle has left", row(comparison, "guest").problem());
      assertEquals(1, row(comparison, "guest").transactions(), "the figures stand still");
      assertEquals(2, row(comparison, "legacy").transactions());
    }
  }

  @Test
  void afterTheEndNoPolicyIsHeldAnyMore() throws Exception {
    List<WeakReference<FreelistPolicy>> made = new ArrayList<>();
    offer(
        new Named("guest") {
          @Override
          public FreelistPolicy create() {
            FreelistPolicy policy = EngineBed.policy("range").create();
            made.add(new WeakReference<>(policy));
            return policy;
          }
        });
    PolicyComparison comparison = compare("guest");
    write();
    settle();
    assertEquals(1, made.size());
    comparison.close();
    for (int i = 0; i < 100 && made.getFirst().get() != null; i++) {
      System.gc();
      byte[][] pressure = new byte[64][];
      for (int j = 0; j < pressure.length; j++) {
        pressure[j] = new byte[100_000];
      }
    }
    assertEquals(null, made.getFirst().get(), "the policy");
    assertEquals(1, row(comparison, "guest").transactions(), "the rows stay");
    assertEquals(0, shadows.pending());
  }

  @Test
  void stoppedRowsAllHaveTheSameTransactions() {
    try (PolicyComparison comparison =
        database.compareFreelists(
            List.of(), Client.DIRECT, () -> Scheduler.background("comparison"))) {
      for (int i = 0; i < 300; i++) {
        write();
      }
      comparison.stop(60_000);
      write();
      for (Row row : comparison.rows()) {
        assertEquals("", row.problem());
        assertEquals(300, row.transactions(), row.policy());
      }
      assertEquals(300, comparison.transactions());
      assertTrue(row(comparison, "legacy").policyNanos() >= 0);
      assertEquals(300, row(comparison, "legacy").releaseCalls());
      assertTrue(row(comparison, "legacy").releasedRuns() > 0);
    }
  }

  @Test
  @Timeout(60)
  void aPolicyThatHangsIsGivenUpAndTheOthersGoOn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    offer(
        new Named("hangs") {
          @Override
          public FreelistPolicy create() {
            return new Silent() {
              private final PageSetDigest pending = new PageSetDigest();

              @Override
              public void freed(PendingRun run) {
                pending.add(run.start(), run.pages());
              }

              @Override
              public PageSetDigest digest() {
                return pending;
              }

              @Override
              public void release(long[] readers, Releases releases) {
                entered.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException givenUp) {
                  interrupted.countDown();
                }
              }
            };
          }
        });
    try (PolicyComparison comparison =
        database.compareFreelists(
            List.of(), Client.DIRECT, () -> Scheduler.background("comparison"))) {
      write();
      assertTrue(entered.await(30, TimeUnit.SECONDS));
      // Time is the test's: the threads' timer looks again within moments of their own time.
      bed.clock.advance(TimeUnit.NANOSECONDS.toMillis(PolicyShadow.MOST_CALL_NANOS) + 1);
      assertTrue(interrupted.await(30, TimeUnit.SECONDS), "it was interrupted");
      write();
      comparison.stop(30_000);
      assertEquals("hangs: did not answer within 5 s", row(comparison, "hangs").problem());
      assertEquals(2, row(comparison, "legacy").transactions());
    }
  }

  @Test
  void theEndOfTheDatabaseOrOfTheClientIsTheEndOfTheComparison() {
    Client client = new Client("guest");
    PolicyComparison ofClient = database.compareFreelists(List.of(), client, () -> shadows);
    write();
    client.leave();
    database.endTransactionsOf(client);
    assertEquals("test.db: guest has given the database back", row(ofClient, "legacy").problem());
    assertThrows(
        DatabaseClosedException.class,
        () -> database.compareFreelists(List.of(), client, () -> shadows));
    PolicyComparison ofDatabase =
        database.compareFreelists(
            List.of(), Client.DIRECT, () -> new SimulatedScheduler(bed.clock));
    database.close();
    assertEquals("the database was closed", row(ofDatabase, "legacy").problem());
    ofDatabase.stop(1_000);
    ofDatabase.close();
  }

  /** A factory with a name. */
  private abstract static class Named implements FreelistPolicyFactory {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** Releases nothing, and forgets what it is told. */
  private static class Silent implements FreelistPolicy {
    @Override
    public void freed(PendingRun run) {}

    @Override
    public void forget(PendingRun run) {}

    @Override
    public void release(long[] readers, Releases releases) {}

    @Override
    public PageSetDigest digest() {
      return new PageSetDigest();
    }
  }
}
