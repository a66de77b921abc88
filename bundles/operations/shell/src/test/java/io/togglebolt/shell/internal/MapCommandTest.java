package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapCommandTest {
  private static final byte[] BUCKET = "users".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Console console;
  private Database database;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    console.run("bolt:open a.db --create --name a");
    database = console.databases().named("a").database();
    database.update(tx -> tx.createBucket(BUCKET).put(new byte[] {1}, new byte[40_000]));
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static long pages(PageMap map, Use use) {
    return map.kinds().stream()
        .filter(kind -> kind.use() == use)
        .mapToLong(PageMap.Kind::pages)
        .sum();
  }

  @Test
  void pendingPagesAreToldFromFreeOnes() throws Exception {
    try (Transaction reader = database.beginRead()) {
      database.update(tx -> tx.bucket(BUCKET).put(new byte[] {1}, new byte[100]));
      PageMap map = assertInstanceOf(PageMap.class, console.result("bolt:map a"));
      DatabaseStats stats = database.stats();
      assertEquals(stats.pendingPages(), pages(map, Use.PENDING), () -> "seen by " + reader.id());
      assertEquals(stats.freePages(), pages(map, Use.FREE));
      assertEquals(stats.highWaterPage(), map.pages());
      assertEquals(2, pages(map, Use.META));
      String row = map.rows().getFirst().cells();
      assertEquals(stats.pendingPages(), row.chars().filter(cell -> cell == 'P').count(), row);
    }
  }

  @Test
  void theGridStandsAboveItsLegend() throws Exception {
    String shown = console.run("bolt:map");
    assertTrue(shown.startsWith(folder.resolve("a.db") + ": "), shown);
    assertTrue(shown.contains("\n0  MM"), shown);
    assertTrue(shown.matches("(?s).*\nL  live leaf +1[0-9] +[0-9.]+% .*"), shown);
    assertTrue(shown.contains("\nP  pending "), shown);
    assertFalse(shown.contains("\033"), "no colours where there is no terminal: " + shown);
    assertTrue(shown.lines().allMatch(line -> line.length() <= 80 || line.contains("a.db")), shown);
  }

  @Test
  void aFileAloneDoesNotTellWhatIsPending() throws Exception {
    console.run("bolt:close a");
    String shown = console.run("bolt:map a.db");
    assertTrue(shown.contains(".  free or pending "), shown);
    assertFalse(shown.contains("P  pending"), shown);
  }

  @Test
  void theWidthIsTheTerminals() throws Exception {
    database.update(tx -> tx.bucket(BUCKET).put(new byte[] {2}, new byte[4096 * 200]));
    console.session().put("COLUMNS", 30);
    PageMap map = assertInstanceOf(PageMap.class, console.result("bolt:map a"));
    assertEquals(24, map.rows().getFirst().cells().length());
    console.session().put("COLUMNS", "0");
    map = assertInstanceOf(PageMap.class, console.result("bolt:map a"));
    assertEquals(72, map.rows().getFirst().cells().length());
  }

  @Test
  void framesThatAreWatchedWithoutATerminalStandBelowEachOther() throws Exception {
    String shown = console.run("bolt:map --watch --every 10ms --frames 3 a");
    assertEquals(3, shown.split("L  live leaf", -1).length - 1, shown);
    assertFalse(shown.contains("again in "), shown);
    assertFalse(shown.contains("\033"), shown);
  }

  @Test
  void aWatchThatNobodyCouldEndIsRefused() {
    String line = console.fail("bolt:map --watch a");
    assertTrue(line.contains("say with --frames N how often"), line);
  }

  @Test
  void whatOnlyAWatchHeedsIsRefusedWithoutOne() {
    assertTrue(console.fail("bolt:map --every 1s a").startsWith("bolt:map: --every needs --watch"));
    assertTrue(console.fail("bolt:map --frames 2").startsWith("bolt:map: --frames needs --watch"));
  }

  @Test
  void anIntervalThatIsNoneIsRefused() {
    for (String wrong : new String[] {"0ms", "5", "1 s", "-1s", "99999999h", "s"}) {
      String line = console.fail("bolt:map --watch --frames 2 --every '" + wrong + "' a");
      assertTrue(line.contains("--every is '" + wrong + "', expected a duration from 10 ms"), line);
    }
  }

  @Test
  void aPictureIsDrawnOverTheOneBeforeWhereTheScreenAllowsIt() {
    Picture picture = new Picture(new Screen(10, 24, true, true));
    assertEquals("one\033[K\ntwo, whic\033[K\033[J", picture.frame("one\ntwo, which is long"));
    assertEquals("\033[2A\rthree\033[K\033[J", picture.frame("three"));
    assertEquals("\033[1A\r\033[J", picture.cleared());
    assertEquals("", picture.cleared());
  }

  @Test
  void elsewhereAPictureStandsBelowTheOneBefore() {
    Picture picture = new Picture(new Screen(10, 0, false, false));
    assertEquals("one\n", picture.frame("one"));
    assertEquals("two, which is long\n", picture.frame("two, which is long"));
    assertEquals("", picture.cleared());
  }
}
