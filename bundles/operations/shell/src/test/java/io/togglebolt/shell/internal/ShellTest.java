package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() {
    console = new Console(folder);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private void openWithAlice() throws Exception {
    console.run("bolt:open a.db --create --name a");
    console.run("bolt:mkbucket a users");
    console.run("bolt:put a users alice 007");
  }

  @Test
  void aValueIsReadBackAsItWasTyped() throws Exception {
    openWithAlice();
    assertEquals("007", console.run("bolt:get a users alice"));
    console.run("bolt:put a users 0x00ff 'two words'");
    assertEquals("two words", console.run("bolt:get a users 0x00ff"));
    console.run("bolt:put a users empty 0x");
    assertEquals("0x", console.run("bolt:get a users empty"));
    assertEquals(
        """
        key     size  value
        0x00ff   9 B  two words
        alice    3 B  007
        empty    0 B  0x\
        """,
        console.run("bolt:keys a users"));
  }

  @Test
  void aLongListIsCutAndSaysHowToGoOn() throws Exception {
    openWithAlice();
    console.run("bolt:put a users bob 1");
    console.run("bolt:put a users carol 2");
    assertTrue(
        console
            .run("bolt:keys a users --limit 2")
            .endsWith("cut after 2; go on with --from carol, or raise --limit"));
    assertEquals(
        "key    size  value\ncarol   1 B  2", console.run("bolt:keys a users --from carol"));
  }

  @Test
  void bucketsNestAndGoWithAllTheyHold() throws Exception {
    openWithAlice();
    console.run("bolt:mkbucket a users/active");
    console.run("bolt:put a users/active x 1");
    assertEquals(
        "bucket  sequence  entries\nactive         0        1",
        console.run("bolt:buckets a users"));
    assertEquals(
        "bucket  sequence  entries\nusers          0        2", console.run("bolt:buckets a"));
    console.run("bolt:rmbucket a users/active");
    assertEquals("no buckets", console.run("bolt:buckets a users"));
    assertEquals(
        "there is no bucket users/active; bolt:buckets lists those there are, bolt:mkbucket makes"
            + " one",
        console.fail("bolt:keys a users/active"));
  }

  @Test
  void aFileThatAnotherHolderHasIsAskedForThere() throws Exception {
    Path held = folder.resolve("held.db");
    try (Database holder = console.engine().open(held, DatabaseOptions.defaults())) {
      String line = console.fail("bolt:backup held.db copy.db");
      assertTrue(line.startsWith(held + ": locked by another holder"), line + holder.name());
      assertTrue(line.endsWith("in that container's shell, with the database's name"), line);
    }
  }

  @Test
  void aFileThatIsNotThereIsOpenedOnlyToMakeIt() {
    assertEquals(
        folder.resolve("new.db") + ": there is no such file; --create makes a new database",
        console.fail("bolt:open new.db"));
    assertEquals(
        folder.resolve("new.db") + ": there is no such file",
        console.fail("bolt:open --read-only new.db"));
    assertFalse(Files.exists(folder.resolve("new.db")));
  }

  @Test
  void aDeletedKeyIsGone() throws Exception {
    openWithAlice();
    console.run("bolt:delete a users alice");
    assertEquals("there is no key alice in bucket users", console.fail("bolt:get a users alice"));
    assertEquals(
        "there is no key alice in bucket users", console.fail("bolt:delete a users alice"));
  }

  @Test
  void anUnknownDatabaseIsNamedWithThoseThatAreOpen() throws Exception {
    openWithAlice();
    String line = console.fail("bolt:get b users alice");
    assertTrue(line.startsWith("no database 'b' is open and there is no file "), line);
    assertTrue(line.endsWith("b; open are: a"), line);
    assertEquals("no database 'b' is open; open are: a", console.fail("bolt:close b"));
  }

  @Test
  void aWrongCallShowsTheUsage() {
    assertEquals(
        "bolt:get: found 1 argument, expected 3; usage: bolt:get DB-or-FILE BUCKET KEY",
        console.fail("bolt:get a"));
  }

  @Test
  void theEnginesErrorsAreOneLineWithoutTheirClass() throws Exception {
    openWithAlice();
    String line = console.fail("bolt:mkbucket a users");
    assertFalse(line.contains("Exception"), line);
    assertEquals(1, line.lines().count(), line);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndUnchanged() throws Exception {
    Path file = folder.resolve("text");
    byte[] content = "no bolt file".repeat(2000).getBytes(StandardCharsets.UTF_8);
    Files.write(file, content);
    String line = console.fail("bolt:check text");
    assertTrue(line.startsWith(file + ": not a bolt file"), line);
    assertEquals(1, line.lines().count(), line);
    assertTrue(Arrays.equals(content, Files.readAllBytes(file)));
  }

  @Test
  void aFileThatNobodyHasOpenIsReadAndWrittenForOneCommand() throws Exception {
    openWithAlice();
    console.run("bolt:close a");
    assertEquals("007", console.run("bolt:get a.db users alice"));
    console.run("bolt:put a.db users alice 8");
    assertEquals("8", console.run("bolt:get a.db users alice"));
    assertEquals(
        "no database is open; bolt:open PATH opens one, with --create a new one",
        console.run("bolt:databases"));
  }

  @Test
  void aFileThatIsOpenUnderAnotherNameIsReadThroughIt() throws Exception {
    openWithAlice();
    assertEquals("007", console.run("bolt:get a.db users alice"));
  }

  @Test
  void theDumpIsTheDatabasesOwnByteForByte() throws Exception {
    openWithAlice();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    console.databases().named("a").database().dump(expected);
    assertEquals(expected.toString(StandardCharsets.UTF_8), console.run("bolt:dump a"));
  }

  @Test
  void aSoundFileChecksCleanInOneLine() throws Exception {
    openWithAlice();
    String line = console.run("bolt:check a");
    assertTrue(line.startsWith(folder.resolve("a.db") + ": clean: "), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void aDamagedFileFailsTheCheckAndItsProblemsAreListed() throws Exception {
    openWithAlice();
    long root = pageOf("leaf");
    console.run("bolt:close a");
    Path file = folder.resolve("a.db");
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (root * 4096)] ^= 0x55;
    Files.write(file, bytes);
    String line = console.fail("bolt:check a.db");
    assertTrue(line.startsWith(file + ": the check found "), line);
    assertEquals(1, line.lines().count(), line);
    assertTrue(console.printed().contains("page " + root + ": "), console.printed());
  }

  private long pageOf(String use) throws Exception {
    List<?> pages = assertInstanceOf(List.class, console.result("bolt:pages a --use " + use));
    return ((io.togglebolt.storage.Inspection.PageInfo) pages.getFirst()).id();
  }

  @Test
  void pagesAndOnePageAreShown() throws Exception {
    openWithAlice();
    assertTrue(console.run("bolt:pages a").startsWith("page  use "), console.run("bolt:pages a"));
    String page = console.run("bolt:page a " + pageOf("leaf"));
    assertTrue(page.contains("leaf"), page);
    assertTrue(page.contains("users"), page);
    assertTrue(console.fail("bolt:page a 9999").contains("there is no page 9999"));
    assertTrue(console.run("bolt:info a").contains("high-water page"));
    assertTrue(console.run("bolt:stats").contains("pending pages"));
  }

  @Test
  void aShrinkShowsWhatItDoesAndWhatHoldsItBack() throws Exception {
    openWithAlice();
    Database database = console.databases().named("a").database();
    byte[] bucket = "users".getBytes(StandardCharsets.UTF_8);
    database.update(tx -> tx.root().bucket(bucket).put(new byte[] {1}, new byte[1 << 20]));
    database.update(tx -> tx.root().bucket(bucket).delete(new byte[] {1}));
    database.update(tx -> tx.root().bucket(bucket).put(new byte[] {1}, new byte[1]));
    try (Transaction reader = database.beginRead("backup")) {
      String held = console.run("bolt:shrink a");
      assertTrue(held.contains("held back by open readers"), held);
      assertTrue(held.contains("backup"), held + reader.id());
    }
    String shown = console.run("bolt:shrink --pages-per-commit 4 a");
    assertTrue(shown.contains("the pages in use end at page"), shown);
    assertTrue(shown.contains("ended                   done"), shown);
    assertTrue(database.stats().fileBytes() < 1 << 16, shown);
    assertTrue(console.fail("bolt:shrink --pages-per-commit 0 a").contains("from 1 on"));
    String forgotten = console.fail("bolt:shrink --pages-per-commit a");
    assertTrue(
        forgotten.contains("expected 1 ('a' was taken as the value of --pages-per-commit)"),
        forgotten);
  }

  @Test
  void whetherTheListOfFreePagesIsInTheFileIsShown() throws Exception {
    openWithAlice();
    assertTrue(console.run("bolt:check a").endsWith(", freelist not persisted"));
    assertTrue(console.run("bolt:stats a").contains("freelist pages   not persisted"));
    console.run("bolt:close a");
    assertFalse(console.run("bolt:check a.db").contains("not persisted"), "after a clean close");
    String wrong = console.fail("bolt:open a.db --freelist-persistence seldom");
    assertTrue(wrong.contains("'seldom', expected always, never or lazy"), wrong);
    console.run("bolt:open a.db --name a --freelist-persistence always");
    console.run("bolt:put a users bob 1");
    assertFalse(console.run("bolt:stats a").contains("not persisted"));
  }

  @Test
  void anOpenReaderIsListedWithItsLabel() throws Exception {
    openWithAlice();
    Database database = console.databases().named("a").database();
    try (Transaction reader = database.beginRead("backup")) {
      assertTrue(console.run("bolt:readers").contains("backup"), "transaction " + reader.id());
    }
    assertEquals("no open readers", console.run("bolt:readers a"));
  }

  @Test
  void aPolicyIsSwappedWhileAReaderIsOpen() throws Exception {
    openWithAlice();
    Database database = console.databases().named("a").database();
    try (Transaction reader = database.beginRead()) {
      assertEquals(
          "freelist of a: legacy took over from exact", console.run("freelist:use legacy"));
      console.run("bolt:put a users alice 9");
      assertEquals(
          "007",
          new String(
              reader
                  .bucket("users".getBytes(StandardCharsets.UTF_8))
                  .get("alice".getBytes(StandardCharsets.UTF_8)),
              StandardCharsets.UTF_8));
    }
    assertTrue(console.run("freelist:status a").contains("active  legacy"));
    assertTrue(
        console
            .run("freelist:status a")
            .matches("(?s)list is written +lazy: .*list in the file now +none\n.*"));
    assertTrue(console.run("freelist:list").contains("exact"));
    assertTrue(console.run("allocator:status").contains("active  segregated"));
    String unknown = console.fail("freelist:use exotic a");
    assertTrue(unknown.contains("exotic") && unknown.contains("exact"), unknown);
  }

  @Test
  void configuredDatabasesAreListedTooButNotClosedByTheShell() throws Exception {
    openWithAlice();
    try (Database main =
        console.engine().open(folder.resolve("main.db"), DatabaseOptions.defaults())) {
      console.offer("main", main);
      String list = console.run("bolt:databases");
      assertTrue(list.contains("a     shell") && list.contains("main  configuration"), list);
      assertTrue(console.fail("bolt:close main").contains("is configured"));
      assertTrue(console.fail("bolt:open x.db --create --name main").contains("already open"));
      assertTrue(
          console.fail("freelist:status").startsWith("say which database: open are: a, main"));
      console.withdraw("main", main);
      assertTrue(main.isOpen());
    }
  }

  @Test
  void whatTheShellOpenedIsClosedWithIt() throws Exception {
    openWithAlice();
    Database database = console.databases().named("a").database();
    console.databases().close();
    assertFalse(database.isOpen());
  }

  @Test
  void aMissingFileIsNotCreatedUnlessAsked() {
    String line = console.fail("bolt:open missing.db");
    assertTrue(line.contains("missing.db"), line);
    assertFalse(Files.exists(folder.resolve("missing.db")));
  }
}
