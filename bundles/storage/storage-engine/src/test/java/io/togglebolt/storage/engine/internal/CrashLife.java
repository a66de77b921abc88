package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.MortalDisk;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A database's life: it is made, written, closed, opened again, its process is killed, its parts
 * are exchanged, and after each change of its disk the power is cut a few times. What each cut may
 * have left is opened and looked at; some of it lives on, and is cut again.
 *
 * <p>A life is decided by its number, and each cut by the life's, its count and the subset's, so
 * that one cut can be repeated without the others.
 */
final class CrashLife {
  private static final int SUBSETS = 3;
  private static final int MOST_ENTRIES = 60;
  private static final byte[] BIG = {'b', 'i', 'g'};

  private final CrashPath path;
  private final CrashFigures figures;
  private final SplitMix64 random;
  private final SimulatedDisk disk;
  private final ExpectedStates expected;
  private final RandomWriter writer;
  private final int pageSize;
  private final ArrayDeque<Transaction> readers = new ArrayDeque<>();

  /** What the cuts since the last change of what may be found have left. */
  private final Set<Integer> seen = new HashSet<>();

  private Model current;

  /** Whether the session can only end, for nobody knows what is durable. */
  private boolean syncFailed;

  private int cuts;
  private EngineBed bed;
  private MortalDisk mortal;

  private CrashLife(CrashPath path, CrashFigures figures, SimulatedDisk disk, Model content) {
    this.path = path;
    this.figures = figures;
    this.disk = disk;
    random = path.random();
    pageSize = path.pageSize();
    writer = new RandomWriter(random, pageSize, MOST_ENTRIES);
    current = content;
    expected = new ExpectedStates(content);
    mortal = new MortalDisk(disk, this::cut);
    bed = EngineBed.withAllParts(mortal, random);
  }

  /** Lives a whole life. */
  static void live(CrashPath path, CrashFigures figures) throws IOException {
    new CrashLife(path, figures, new SimulatedDisk(), new Model()).live(random(path, 5, 9));
  }

  private static int random(CrashPath path, int least, int most) {
    return path.random().fork().between(least, most);
  }

  private void live(int steps) throws IOException {
    int left = steps;
    while (left > 0) {
      bed = EngineBed.withAllParts(mortal, random);
      if (random.chance(1, 8)) {
        mortal.dieAfter(random.below(5));
      }
      try (Database database = bed.open(options())) {
        figures.sessions++;
        current = expected.content(found(database));
        syncFailed = false;
        left -= session(database, left);
        readers.clear();
      } catch (StorageException refused) {
        if (!mortal.isDead()) {
          throw refused;
        }
      }
      disk.faults().clear();
      if (syncFailed) {
        figures.failedSyncs++;
        if (random.chance(1, 2)) {
          disk.dropCaches();
          seen.clear();
        }
      }
      if (mortal.isDead()) {
        figures.kills++;
        mortal = new MortalDisk(disk, this::cut);
      }
    }
  }

  /** Options that change from one session to the next. */
  private DatabaseOptions options() {
    return DatabaseOptions.defaults()
        .withPageSize(pageSize)
        .withFreelistPersistence(random.choice(FreelistPersistence.values()));
  }

  /** Goes on until the database is to be closed, or its process dies; says after how many steps. */
  private int session(Database database, int most) {
    for (int step = 1; step <= most; step++) {
      switch (random.below(14)) {
        case 0 -> rollBack(database);
        case 1 -> {
          return step;
        }
        case 2 -> {
          mortal.dieAfter(random.below(9));
          commit(database);
        }
        case 3 -> {
          disk.faults().failNth(DiskOperation.SYNC, random.between(1, 3));
          commit(database);
        }
        case 4 -> bed.use(database, "freelist", random.choice("legacy", "range", "exact"));
        case 5 -> readers.add(database.beginRead());
        case 6 -> shrink(database);
        case 7 -> readers.stream().findFirst().ifPresent(reader -> readers.remove().close());
        default -> commit(database);
      }
      if (mortal.isDead() || syncFailed) {
        return step;
      }
    }
    return most;
  }

  /** Something that is done to a database and to the model of it. */
  private interface Change {
    void make(Transaction transaction, Model next);
  }

  private void commit(Database database) {
    commit(database, this::change);
  }

  private void commit(Database database, Change change) {
    try (Transaction transaction = database.beginWrite()) {
      Model next = current.copy();
      change.make(transaction, next);
      expected.inFlight(next);
      seen.clear();
      transaction.commit();
      expected.acknowledged();
      seen.clear();
      current = next;
      figures.commits++;
    } catch (StorageException refused) {
      bear(refused);
    }
  }

  /** What the process that dies and the sync that fails lead to is no failure of the engine. */
  private void bear(StorageException refused) {
    syncFailed = String.valueOf(refused.getMessage()).contains("SYNC: injected failure");
    if (!mortal.isDead() && !syncFailed) {
      throw refused;
    }
  }

  /** Moves pages and cuts the file; what it holds stays the same all the while. */
  private void shrink(Database database) {
    if (current.entries.get(BIG) instanceof Model) {
      commit(
          database,
          (transaction, next) -> {
            transaction.deleteBucket(BIG);
            next.entries.remove(BIG);
          });
    }
    try {
      if (!mortal.isDead() && !syncFailed) {
        database.shrink(random.between(1, 8), progress -> figures.shrinks++);
      }
    } catch (StorageException refused) {
      bear(refused);
    }
  }

  private void rollBack(Database database) {
    try (Transaction transaction = database.beginWrite()) {
      change(transaction, current.copy());
    }
  }

  private void change(Transaction transaction, Model next) {
    writer.change(transaction.root(), next);
    if (random.chance(1, 4)) {
      if (next.entries.computeIfAbsent(BIG, missing -> new Model()) instanceof Model due) {
        Bucket bucket = transaction.createBucketIfMissing(BIG);
        byte[] value = random.bytes(random.choice(3 * pageSize, 9 * pageSize, 40_000));
        byte[] key = {(byte) random.below(3)};
        if (!(due.entries.get(key) instanceof Model)) {
          bucket.put(key, value);
          due.entries.put(key, value);
        }
      }
    }
  }

  /** The power is cut now, in a few ways; this life goes on as if nothing had happened. */
  private void cut() {
    cuts++;
    for (int subset = 0; subset < SUBSETS; subset++) {
      CrashPath here = path.cut(cuts, subset);
      if (here.isWanted()) {
        lookAt(here, subset);
      }
    }
  }

  private void lookAt(CrashPath here, int subset) {
    try {
      SplitMix64 chance = here.random();
      byte[] left = disk.powerCut(chance).content(EngineBed.FILE);
      if (seen.add(Arrays.hashCode(left)) || here.isReplay()) {
        figures.cuts++;
        Model content = lookAt(left, chance);
        if (here.livesOn()) {
          figures.laterLives++;
          SimulatedDisk after = new SimulatedDisk();
          after.put(EngineBed.FILE, left);
          new CrashLife(here, figures, after, content).live(random(here, 1, 3));
        }
      }
    } catch (NoSuchFileException impossible) {
      throw new AssertionError(impossible);
    } catch (CrashPath.Failed deeper) {
      throw deeper;
    } catch (Exception | AssertionError failure) {
      throw new CrashPath.Failed(here, disk, failure);
    }
  }

  /** Opens what is left of the file, and returns the content that was found. */
  private Model lookAt(byte[] left, SplitMix64 chance) {
    SimulatedDisk after = new SimulatedDisk();
    after.put(EngineBed.FILE, left);
    try (Database database = EngineBed.withAllParts(after, chance).open(options(chance))) {
      Model.assertSound(database);
      int index = found(database);
      figures.found(index, expected.count());
      if (chance.chance(1, 8)) {
        database.update(transaction -> transaction.createBucketIfMissing(new byte[] {9, 9, 9}));
        Model.assertSound(database);
      }
      return expected.content(index);
    }
  }

  private DatabaseOptions options(SplitMix64 chance) {
    return DatabaseOptions.defaults()
        .withPageSize(pageSize)
        .withFreelistPersistence(chance.choice(FreelistPersistence.values()));
  }

  private int found(Database database) {
    return Objects.requireNonNull(database.view(expected::find));
  }
}
