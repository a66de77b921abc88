package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A shadow says what would be. Where that is known, because the database serves the same policy or
 * another database does, the two are compared after each transaction.
 */
class ShadowFaithTest {
  private static final byte[] BUCKET = {'b'};
  private static final int KEYS = 60;

  /** A database with its own parts, and a comparison that works when the test says so. */
  private static final class Watched implements AutoCloseable {
    /**
     * Whether keys are deleted. Which nodes a deletion merges depends on their pages, so that the
     * same history makes other trees in two databases whose pages differ.
     */
    private final boolean deletes;

    // Few, so that released runs wait most of the time.
    final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), 2);
    final SimulatedScheduler shadows = new SimulatedScheduler(bed.clock);
    final EngineDatabase database;
    final List<Transaction> readers = new ArrayList<>();

    Watched(FreelistPersistence mode, String policy, boolean deletes) {
      this.deletes = deletes;
      DatabaseOptions options =
          DatabaseOptions.defaults()
              .withPageSize(1024)
              .withParts(policy, null)
              .withFreelistPersistence(mode);
      database = (EngineDatabase) bed.open(options);
      database.update(transaction -> transaction.createBucket(BUCKET));
    }

    PolicyComparison compare(String... policies) {
      return database.compareFreelists(List.of(policies), Client.DIRECT, () -> shadows);
    }

    /** Lets the shadows do all that they have to do. */
    void settle() {
      shadows.advance(PolicyComparison.TICK_MILLIS);
    }

    /** One random step; what is drawn depends on the seed alone, not on the database. */
    void step(SplitMix64 random) {
      if (random.chance(1, 4)) {
        int reader = random.below(6);
        if (reader < readers.size()) {
          readers.remove(reader).close();
        } else {
          readers.add(database.beginRead());
        }
      }
      boolean commits = !random.chance(1, 6);
      try (Transaction transaction = database.beginWrite()) {
        change(transaction, random);
        if (commits) {
          transaction.commit();
        }
      }
    }

    private void change(Transaction transaction, SplitMix64 random) {
      Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
      int most = random.chance(1, 10) ? 120 : 4;
      for (int i = random.below(most); i >= 0; i--) {
        byte[] key = {(byte) random.below(KEYS)};
        if (deletes && random.chance(1, 4)) {
          bucket.delete(key);
        } else {
          bucket.put(key, random.bytes(random.below(random.chance(1, 8) ? 9_000 : 400)));
        }
      }
    }

    @Override
    public void close() {
      readers.forEach(Transaction::close);
      database.close();
    }
  }

  private static void assertAsDatabase(Database database, Row row, String when) {
    DatabaseStats stats = database.stats();
    assertEquals("", row.problem(), when);
    assertEquals(
        List.of(stats.pendingPages(), stats.freePages(), stats.highWaterPage()),
        List.of(row.pendingPages(), row.freePages(), row.filePages()),
        () -> row.policy() + " is not as the database, " + when);
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, ALWAYS",
    "legacy, LAZY",
    "range, ALWAYS",
    "range, LAZY",
    "exact, ALWAYS",
    "exact, LAZY",
    "exact, NEVER"
  })
  void aShadowOfTheServingPolicyIsWhereTheDatabaseIs(String policy, FreelistPersistence mode) {
    long[] pending = {0};
    Seeds.check(
        mode.ordinal(),
        8,
        random -> {
          try (Watched watched = new Watched(mode, policy, true)) {
            for (int i = random.below(40); i > 0; i--) {
              watched.step(random);
            }
            try (PolicyComparison comparison = watched.compare(policy)) {
              for (int i = 0; i < 100; i++) {
                watched.step(random);
                watched.settle();
                List<Row> rows = comparison.rows();
                assertAsDatabase(watched.database, rows.get(0), "step " + i);
                assertAsDatabase(watched.database, rows.get(1), "step " + i);
                assertEquals(Role.SERVING, rows.get(1).role());
                assertEquals(rows.get(0).transactions(), rows.get(1).transactions());
                pending[0] += rows.get(1).pendingPages();
              }
            }
          }
        });
    assertNotEquals(0, pending[0], "nothing was ever pending");
  }

  /** The claim that bbolt 1.4 makes is a setting, so the database is given it as a candidate. */
  @Test
  void aShadowWithOtherSettingsIsWhereADatabaseWithThoseSettingsIs() {
    Seeds.check(
        7,
        8,
        random -> {
          long seed = random.next();
          try (Watched plain = new Watched(FreelistPersistence.ALWAYS, "legacy", false);
              Watched configured = new Watched(FreelistPersistence.ALWAYS, "legacy", false)) {
            configured.bed.policies.add(
                configured.bed.candidate(
                    UnreliablePolicy.renamed(
                        "range-1.4",
                        EngineBed.policy("range").withSettings(Map.of("freelist-pages", "1.4")))));
            configured.bed.use(configured.database, "freelist", "range-1.4");
            try (PolicyComparison shadow = plain.compare("range:freelist-pages=1.4")) {
              same(plain, configured, shadow, new SplitMix64(seed), new SplitMix64(seed));
            }
          }
        });
  }

  private static void same(
      Watched plain,
      Watched configured,
      PolicyComparison shadow,
      SplitMix64 one,
      SplitMix64 other) {
    for (int i = 0; i < 80; i++) {
      plain.step(one);
      configured.step(other);
      plain.settle();
      assertAsDatabase(configured.database, shadow.rows().get(1), "step " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void whateverServesAShadowIsWhereADatabaseWithItsPolicyIs(FreelistPersistence mode) {
    Seeds.check(
        mode.ordinal(),
        6,
        random -> {
          long seed = random.next();
          try (Watched legacy = new Watched(mode, "legacy", false);
              Watched exact = new Watched(mode, "exact", false);
              PolicyComparison onLegacy = legacy.compare();
              PolicyComparison onExact = exact.compare("legacy", "exact")) {
            SplitMix64 one = new SplitMix64(seed);
            SplitMix64 other = new SplitMix64(seed);
            for (int i = 0; i < 80; i++) {
              legacy.step(one);
              exact.step(other);
              legacy.settle();
              exact.settle();
              assertAsDatabase(exact.database, row(onLegacy, "exact"), "step " + i);
              assertAsDatabase(legacy.database, row(onExact, "legacy"), "step " + i);
            }
          }
        });
  }

  @Test
  void swapsOfTheServingPolicyAreNothingToTheShadows() {
    Seeds.check(
        3,
        6,
        random -> {
          long seed = random.next();
          try (Watched swapped = new Watched(FreelistPersistence.ALWAYS, "range", false);
              Watched legacy = new Watched(FreelistPersistence.ALWAYS, "legacy", false);
              PolicyComparison shadows = swapped.compare()) {
            SplitMix64 one = new SplitMix64(seed);
            SplitMix64 other = new SplitMix64(seed);
            for (int i = 0; i < 60; i++) {
              if (i % 7 == 6) {
                swapped.bed.use(swapped.database, "freelist", i % 2 == 0 ? "legacy" : "range");
              }
              swapped.step(one);
              legacy.step(other);
              swapped.settle();
              assertAsDatabase(legacy.database, row(shadows, "legacy"), "step " + i);
            }
          }
        });
  }

  @Test
  void aShrinkTrimsTheShadowsTooAndLosesNoPage() {
    Seeds.check(
        5,
        8,
        random -> {
          try (Watched watched = new Watched(FreelistPersistence.LAZY, "range", true)) {
            watched.database.update(
                transaction ->
                    transaction.createBucket(new byte[] {'x'}).put(BUCKET, new byte[60_000]));
            try (PolicyComparison comparison = watched.compare("range", "legacy")) {
              for (int i = 0; i < 20; i++) {
                watched.step(random);
              }
              watched.database.update(transaction -> transaction.deleteBucket(new byte[] {'x'}));
              watched.database.shrink();
              watched.settle();
              assertAsDatabase(watched.database, row(comparison, "range"), "after the shrink");
              for (int i = 0; i < 20; i++) {
                watched.step(random);
              }
              watched.settle();
              assertAsDatabase(watched.database, row(comparison, "range"), "later");
              assertEquals("", row(comparison, "legacy").problem());
            }
          }
        });
  }

  @Test
  void underOneReaderLegacyNeedsMoreOfTheFileThanExact() {
    try (Watched watched = new Watched(FreelistPersistence.ALWAYS, "range", false)) {
      watched.readers.add(watched.database.beginRead());
      try (PolicyComparison comparison = watched.compare()) {
        for (int i = 0; i < 200; i++) {
          byte[] value = {(byte) i};
          watched.database.update(
              transaction ->
                  Objects.requireNonNull(transaction.bucket(BUCKET)).put(new byte[] {1}, value));
        }
        comparison.stop(0);
        watched.settle();
        Row legacy = row(comparison, "legacy");
        Row exact = row(comparison, "exact");
        assertTrue(legacy.filePages() > 10 * exact.filePages(), legacy + " and " + exact);
        assertEquals(200, legacy.transactions());
        assertEquals(200, comparison.transactions());
      }
    }
  }

  private static Row row(PolicyComparison comparison, String policy) {
    return comparison.rows().stream()
        .filter(row -> row.role() != Role.DATABASE && row.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }
}
