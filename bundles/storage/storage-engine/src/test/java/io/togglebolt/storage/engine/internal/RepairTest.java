package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseLockedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.RepairRefusedException;
import io.togglebolt.storage.RepairReport;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What repairs do, what they refuse, and that they leave the source alone. */
class RepairTest {
  private static final int PAGE_SIZE = 1024;
  private static final int KEYS = 500;
  private static final byte[] BUCKET = bytes("numbers");
  private static final Path TARGET = Path.of("/data/mended.db");
  private static final Output COPY = new Output.NewFile(TARGET);
  private static final Output HERE = new Output.InPlace();

  private final SimulatedDisk disk = new SimulatedDisk();

  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] key(int number) {
    return bytes("key-%05d".formatted(number));
  }

  /** Two hundred keys a commit, some gone again, so that pages are free. */
  private void fill() {
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      database.update(transaction -> transaction.createBucket(BUCKET).setSequence(7));
      for (int from = 0; from < KEYS; from += 100) {
        int first = from;
        database.update(
            transaction -> {
              Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
              for (int i = first; i < first + 100; i++) {
                bucket.put(key(i), bytes("value " + i));
              }
              bucket.createBucket(bytes("inner-" + first)).put(bytes("a"), bytes("b"));
            });
      }
    }
  }

  private DatabaseRepair repair() {
    return new EngineRepair(disk, EngineBed.withAllParts(disk).engine);
  }

  private String dump(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Database database =
        EngineBed.withAllParts(disk).engine.open(file, DatabaseOptions.defaults().asReadOnly())) {
      database.dump(out);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  private void assertClean(Path file) {
    for (DatabaseOptions options :
        List.of(DatabaseOptions.defaults().asReadOnly(), DatabaseOptions.defaults())) {
      try (Database database = EngineBed.withAllParts(disk).engine.open(file, options);
          Inspection inspection = database.inspect()) {
        assertEquals(List.of(), inspection.check());
      }
    }
  }

  /** The newest meta. */
  private static Meta newest(byte[] file) {
    Meta one = meta(file, 0);
    Meta two = meta(file, 1);
    return two.txid() > one.txid() ? two : one;
  }

  private static Meta meta(byte[] file, int slot) {
    MemorySegment page = MemorySegment.ofArray(file).asSlice((long) slot * PAGE_SIZE);
    return ((Meta.Read.Valid) Meta.read(page)).meta();
  }

  private byte[] content() throws IOException {
    return disk.content(EngineBed.FILE);
  }

  private void put(byte[] content) {
    disk.put(EngineBed.FILE, content);
  }

  private long pageOf(Use use, int number) {
    long[] found = {-1, 0};
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE);
        Inspection inspection = database.inspect()) {
      inspection.pages(
          page -> {
            if (page.use() == use && page.elements() > 1 && found[1]++ == number) {
              found[0] = page.id();
            }
          });
    }
    return found[0];
  }

  /** Makes sure that the newest state persists its list, whatever the engine's default is. */
  private void rebuildInPlace() {
    repair().rebuildFreelist(EngineBed.FILE, HERE);
  }

  @Test
  void aDamagedListOfFreePagesIsWrittenAnewInACopy() throws IOException {
    fill();
    rebuildInPlace();
    byte[] sound = content();
    String before = dump(EngineBed.FILE);
    byte[] damaged = sound.clone();
    damaged[(int) newest(sound).freelist() * PAGE_SIZE + Layouts.PAGE_HEADER] ^= (byte) 0x7F;
    put(damaged);
    RepairReport report = repair().rebuildFreelist(EngineBed.FILE, COPY);
    assertArrayEquals(damaged, content(), "the source has changed");
    assertEquals(TARGET, report.result());
    assertTrue(report.done().getFirst().contains("was damaged"), () -> report.done().toString());
    assertTrue(report.lost().isEmpty());
    assertClean(TARGET);
    assertEquals(before, dump(TARGET));
  }

  @Test
  void aListIsWrittenAnewInPlaceWhenThatIsAskedFor() throws IOException {
    fill();
    String before = dump(EngineBed.FILE);
    rebuildInPlace();
    assertTrue(newest(content()).freelistPersisted());
    assertClean(EngineBed.FILE);
    assertEquals(before, dump(EngineBed.FILE));
  }

  @Test
  void anAbandonedListIsInNeitherMeta() throws IOException {
    fill();
    rebuildInPlace();
    String before = dump(EngineBed.FILE);
    repair().abandonFreelist(EngineBed.FILE, COPY);
    byte[] mended = disk.content(TARGET);
    assertFalse(meta(mended, 0).freelistPersisted() || meta(mended, 1).freelistPersisted());
    assertEquals(before, dump(TARGET));
    assertClean(TARGET);
  }

  @Test
  void aBrokenMetaIsToldByEveryRepairAndAtOpening() throws IOException {
    fill();
    byte[] content = content();
    Meta newest = newest(content);
    content[(int) newest.page() * PAGE_SIZE + Layouts.PAGE_HEADER + 20] ^= 1;
    String expected =
        "; what was committed after transaction "
            + (newest.txid() - 1)
            + ", if anything, cannot be read";
    for (Repair way :
        List.<Repair>of(
            repair -> repair.salvage(EngineBed.FILE, TARGET),
            repair -> repair.rebuildFreelist(EngineBed.FILE, COPY),
            repair -> repair.abandonFreelist(EngineBed.FILE, COPY))) {
      put(content);
      RepairReport report = way.with(repair());
      assertEquals(1, report.unproven().count());
      String told = report.unproven().first().getFirst();
      assertTrue(told.startsWith("meta " + newest.page() + " is invalid: found checksum "), told);
      assertTrue(told.endsWith(expected), told);
      disk.delete(TARGET);
    }
    put(content);
    List<LogRecord> logged = logged(() -> EngineBed.withAllParts(disk).open(PAGE_SIZE).close());
    assertEquals(1, logged.size());
    LogRecord warning = logged.getFirst();
    assertEquals(Level.WARNING, warning.getLevel());
    assertEquals(EngineBed.FILE, warning.getParameters()[0]);
    assertTrue(warning.getParameters()[1].toString().startsWith("meta " + newest.page()));
    assertEquals(Long.toString(newest.txid() - 1), warning.getParameters()[2]);
    assertEquals(List.of(), logged(() -> EngineBed.withAllParts(disk).open(PAGE_SIZE).close()));
  }

  /** A repair, for what holds for all of them. */
  private interface Repair {
    RepairReport with(DatabaseRepair repair);
  }

  /** What the choice of a meta logs meanwhile. */
  private static List<LogRecord> logged(Runnable work) {
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(MetaChoice.class.getName());
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
    }
    return records;
  }

  @Test
  void theLastCommitIsUndone() throws IOException {
    fill();
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      String before;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      database.dump(out);
      before = out.toString(StandardCharsets.US_ASCII);
      database.update(
          transaction -> Objects.requireNonNull(transaction.bucket(BUCKET)).delete(key(3)));
      // As after a crash: the file as it is now, without a clean close.
      SimulatedDisk crashed = new SimulatedDisk();
      crashed.put(EngineBed.FILE, content());
      DatabaseRepair repair = new EngineRepair(crashed, EngineBed.withAllParts(crashed).engine);
      RepairReport report = repair.revertMeta(EngineBed.FILE, HERE);
      assertTrue(report.unproven().count() > 0, "it vouches for what it cannot know");
      out.reset();
      try (Database reverted = EngineBed.withAllParts(crashed).open(DatabaseOptions.defaults());
          Inspection inspection = reverted.inspect()) {
        reverted.dump(out);
        assertEquals(List.of(), inspection.check());
      }
      assertEquals(before, out.toString(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void anOlderStateWhosePagesWereUsedAgainIsRefusedWithThePages() throws IOException {
    fill();
    byte[] content = content();
    // The older state's root is overwritten by what a later, unfinished commit wrote there.
    Meta older = meta(content, newest(content).txid() == meta(content, 0).txid() ? 1 : 0);
    if (older.root() == newest(content).root()) {
      try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
        database.update(
            transaction -> Objects.requireNonNull(transaction.bucket(BUCKET)).delete(key(3)));
        content = content();
        older = meta(content, newest(content).txid() == meta(content, 0).txid() ? 1 : 0);
      }
    }
    assertNotEquals(older.root(), newest(content).root());
    Arrays.fill(
        content,
        (int) older.root() * PAGE_SIZE,
        (int) older.root() * PAGE_SIZE + Layouts.PAGE_HEADER,
        (byte) 0x11);
    put(content);
    RepairRefusedException refused =
        assertThrows(RepairRefusedException.class, () -> repair().revertMeta(EngineBed.FILE, COPY));
    assertEquals(List.of(older.root()), refused.pages());
    assertArrayEquals(content, content());
  }

  @Test
  void aDamagedLeafIsLostAndAllElseIsSalvaged() throws IOException {
    fill();
    String before = dump(EngineBed.FILE);
    long leaf = pageOf(Use.LEAF, 2);
    byte[] content = content();
    content[(int) leaf * PAGE_SIZE] ^= 0x40;
    put(content);
    RepairReport report = repair().salvage(EngineBed.FILE, TARGET);
    assertEquals(1, report.lost().pages().count());
    String told = report.lost().pages().first().getFirst();
    assertTrue(told.startsWith("page " + leaf + ":"), told);
    assertTrue(told.contains(" refers to it; missing: the keys from "), told);
    assertTrue(told.endsWith(" of bucket " + Keys.show(BUCKET)), told);
    assertClean(TARGET);
    assertArrayEquals(content, content());
    List<String> lines = dump(TARGET).lines().filter(line -> line.startsWith("K")).toList();
    List<String> sound = before.lines().filter(line -> line.startsWith("K")).toList();
    assertTrue(sound.containsAll(lines), "it made keys up");
    assertTrue(lines.size() > sound.size() * 9 / 10, "it lost more than a page");
    assertTrue(lines.size() < sound.size());
  }

  @Test
  void whatWasBelowADamagedBranchGoesToLostAndFound() throws IOException {
    fill();
    long branch = pageOf(Use.BRANCH, 0);
    byte[] content = content();
    content[(int) branch * PAGE_SIZE] ^= 0x40;
    put(content);
    RepairReport report = repair().salvage(EngineBed.FILE, TARGET);
    assertEquals(1, report.lost().pages().count());
    assertClean(TARGET);
    assertEquals(KEYS, countLost(TARGET));
  }

  @Test
  void withoutAnyMetaAllIsFoundByItsPages() throws IOException {
    fill();
    byte[] content = content();
    Arrays.fill(content, 0, 2 * PAGE_SIZE, (byte) 0);
    put(content);
    RepairReport report = repair().salvage(EngineBed.FILE, TARGET);
    assertTrue(
        report.done().getFirst().contains("the page size seems to be " + PAGE_SIZE),
        () -> report.done().toString());
    assertClean(TARGET);
    assertTrue(countLost(TARGET) >= KEYS, () -> report.toString());
  }

  /** How many of the numbered keys are somewhere below lost+found. */
  private int countLost(Path file) {
    boolean[] seen = new boolean[KEYS];
    try (Database database =
        EngineBed.withAllParts(disk).engine.open(file, DatabaseOptions.defaults().asReadOnly())) {
      database.view(
          transaction -> {
            collect(Objects.requireNonNull(transaction.bucket(bytes("lost+found"))), seen);
            return true;
          });
    }
    int count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static void collect(Bucket bucket, boolean[] seen) {
    Cursor cursor = bucket.cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      if (cursor.isBucket()) {
        collect(Objects.requireNonNull(bucket.bucket(cursor.key())), seen);
        continue;
      }
      String key = new String(cursor.key(), StandardCharsets.US_ASCII);
      if (key.startsWith("key-")) {
        int number = Integer.parseInt(key.substring(4));
        seen[number] = true;
        assertArrayEquals(bytes("value " + number), cursor.value());
      }
    }
  }

  @Test
  void anOpenFileIsNotRepaired() {
    fill();
    try (Database open = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      assertTrue(open.isOpen());
      for (Output output : List.of(COPY, HERE)) {
        assertThrows(
            DatabaseLockedException.class, () -> repair().rebuildFreelist(EngineBed.FILE, output));
      }
      assertThrows(DatabaseLockedException.class, () -> repair().salvage(EngineBed.FILE, TARGET));
    }
  }

  @Test
  void aTargetThatExistsIsLeftAlone() throws IOException {
    fill();
    byte[] other = {1, 2, 3};
    disk.put(TARGET, other);
    assertThrows(DatabaseIOException.class, () -> repair().abandonFreelist(EngineBed.FILE, COPY));
    assertThrows(DatabaseIOException.class, () -> repair().salvage(EngineBed.FILE, TARGET));
    assertArrayEquals(other, disk.content(TARGET));
  }

  @Test
  void aRepairThatFailsLeavesNoFileBehind() throws IOException {
    Path source = Files.write(folder.resolve("text"), new byte[8192]);
    Path target = folder.resolve("mended.db");
    DatabaseRepair repair = ServiceLoader.load(DatabaseRepair.class).findFirst().orElseThrow();
    assertThrows(InvalidDatabaseException.class, () -> repair.salvage(source, target));
    assertThrows(
        InvalidDatabaseException.class,
        () -> repair.abandonFreelist(source, new Output.NewFile(target)));
    assertFalse(Files.exists(target));
  }

  @Test
  void aDamagedTreeHasNoKnownFreePages() throws IOException {
    fill();
    long leaf = pageOf(Use.LEAF, 2);
    byte[] content = content();
    content[(int) leaf * PAGE_SIZE] ^= 0x40;
    put(content);
    RepairRefusedException refused =
        assertThrows(
            RepairRefusedException.class, () -> repair().rebuildFreelist(EngineBed.FILE, COPY));
    assertEquals(List.of(leaf), refused.pages());
  }
}
