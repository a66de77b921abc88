package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReaderCancelledException;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of readers and of the pages that they keep, and what can be done. */
class ReaderCommandsTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    console.run("bolt:open a.db --create --name a --no-sync");
    console.run("bolt:mkbucket a users");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private Database database() {
    return console.databases().named("a").database();
  }

  private void write(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      console.run("bolt:put a users key" + i + " " + "v".repeat(3000));
    }
  }

  private long id(String label) {
    return database().readers().stream()
        .filter(reader -> reader.label().equals(label))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void theReaderThatIsToBlameIsFoundAndEnded() throws Exception {
    write(10);
    Transaction export = database().beginRead("nightly export");
    write(10);
    SpaceReport before = database().space();
    long held = before.readers().getFirst().heldAlonePages();
    assertTrue(held > 1, before::toString);
    long id = id("nightly export");

    String status = console.run("freelist:status");
    assertTrue(
        status.matches(
            "(?s).*\noldest reader +reader "
                + id
                + " \\(nightly export\\) at transaction "
                + export.id()
                + ", open for [^\n]+\n  alone holds back +"
                + held
                + " pages .*\n  to end it +bolt:cancel "
                + id
                + " a(\n.*)?"),
        status);

    String cancelled = console.run("bolt:cancel --why 'file grows' " + id);
    assertTrue(
        cancelled.matches(
            "cancelled reader "
                + id
                + " \\(nightly export\\) at transaction "
                + export.id()
                + ", open for .*; "
                + held
                + " pages \\(.*\\) that it alone held back can be released by the next write"
                + " transaction"),
        cancelled);
    String told =
        String.valueOf(assertThrows(ReaderCancelledException.class, export::root).getMessage());
    assertTrue(told.endsWith("was cancelled: file grows"), told);
    assertEquals("no open readers", console.run("bolt:readers"));
    write(1);
    assertTrue(database().space().pendingPages() < before.pendingPages());
    assertFalse(console.run("freelist:status a").contains("oldest reader"));
    export.close();
  }

  @Test
  void theReaderThatAloneHoldsMostIsShownBesideTheOldest() throws Exception {
    try (Transaction first = database().beginRead("first");
        Transaction twin = database().beginRead("twin")) {
      write(3);
      try (Transaction greedy = database().beginRead("greedy")) {
        write(9);
        String status = console.run("freelist:status a");
        assertTrue(
            status.matches(
                "(?s).*oldest reader +reader "
                    + id("first")
                    + " .*  alone holds back +0 pages.*holds most alone +reader "
                    + id("greedy")
                    + " .*"),
            status + first.id() + twin.id() + greedy.id());
      }
    }
  }

  @Test
  void underAWriterThatHangsTheStatusShowsTheSlotAndWhyThereAreNoFigures() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    FutureTask<Void> writer =
        new FutureTask<>(
            () -> {
              try (Transaction _ = database().beginWrite()) {
                begun.countDown();
                done.await();
                return null;
              }
            });
    Thread.ofPlatform().daemon().start(writer);
    begun.await();
    try {
      String status = console.run("freelist:status a");
      assertTrue(status.contains("\nactive  exact"), status);
      assertTrue(
          status.matches(
              "(?s).*\n\nno figures: a: a write transaction has been open for \\d+ ms; where the"
                  + " pages are can be told between two of them only"),
          status);
    } finally {
      done.countDown();
    }
    writer.get();
  }

  @Test
  void readersAreListedOldestFirstWithWhatTheyHold() throws Exception {
    try (Transaction first = database().beginRead("first");
        Transaction second = database().beginRead("second")) {
      List<String> lines = console.run("bolt:readers a").lines().toList();
      assertTrue(
          lines
              .getFirst()
              .matches(" *reader  transaction +age  overdue  pages held alone  pages held .*"),
          lines::toString);
      assertTrue(lines.get(1).endsWith("first"), lines.get(1) + first.id());
      assertTrue(lines.get(2).endsWith("second"), lines.get(2) + second.id());
    }
  }

  @Test
  void anOverdueReaderIsMarkedAndATracedOneTellsWhereItWasOpened() throws Exception {
    console.run("bolt:open b.db --create --name b --reader-warning 1 --trace-readers");
    try (Transaction old = console.databases().named("b").database().beginRead("old")) {
      String id =
          String.valueOf(console.databases().named("b").database().readers().getFirst().id());
      String list = console.run("bolt:readers b");
      while (!list.contains("yes")) {
        Thread.onSpinWait();
        list = console.run("bolt:readers b");
      }
      String traced = console.run("bolt:readers --trace b");
      assertTrue(
          traced.contains("\nreader " + id + " was opened\n")
              && traced.contains("ReaderCommandsTest.java:"),
          traced + old.id());
      assertTrue(console.run("freelist:status b").contains(", overdue\n"));
    }
    try (Transaction untraced = database().beginRead()) {
      String list = console.run("bolt:readers --trace a");
      assertTrue(list.contains("was opened while tracing was off"), list + untraced.id());
    }
  }

  @Test
  void aReaderThatIsNotThereIsRefusedInOneLine() throws Exception {
    assertEquals("a: there is no open reader 7; none is open", console.fail("bolt:cancel 7"));
    try (Transaction reader = database().beginRead("there")) {
      assertEquals(
          "a: there is no open reader 7; open are: " + id("there"),
          console.fail("bolt:cancel 7 a"),
          "at " + reader.id());
    }
    assertEquals(
        "bolt:cancel: READER is 'old', expected a whole number from 0 on; usage: bolt:cancel"
            + " [--why TEXT] READER [DB]",
        console.fail("bolt:cancel old"));
  }

  @Test
  void theIdsAreOfferedWhereACommandTakesThem() throws Exception {
    Completer completion = new Completer(console.databases(), console.metrics(), console.logs());
    try (Transaction reader = database().beginRead("there")) {
      assertEquals(
          List.of(String.valueOf(id("there"))),
          completion.candidates(List.of("bolt:cancel", ""), 1),
          "at " + reader.id());
      assertEquals(
          List.of("a"), completion.candidates(List.of("bolt:cancel", "--why", "x", "7", ""), 4));
      assertEquals(List.of("a"), completion.candidates(List.of("bolt:readers", ""), 1));
    }
  }

  @Test
  void theFreePagesAreShownByTheLengthOfTheirRuns() throws Exception {
    write(20);
    console.run("bolt:rmbucket a users");
    console.run("bolt:mkbucket a users");
    SpaceReport space = database().space();
    String status = console.run("freelist:status a");
    assertTrue(status.contains("\npages in a run  free runs"), status);
    assertTrue(
        status.contains("the longest of " + Units.count(space.freeRuns().longestPages(), "page")),
        status);
    assertTrue(status.matches("(?s).*\nlive +[^\n]+% of the file\n.*"), status);
    assertTrue(status.contains("active  "), status);
  }

  @Test
  void ofADatabaseForReadingIsShownWhatIsKnown() throws Exception {
    write(5);
    console.run("bolt:close a");
    console.run("bolt:open a.db --read-only --name ro");
    String listed = console.run("freelist:status ro");
    assertTrue(listed.startsWith("no freelist policy: ro is open for reading only"), listed);
    assertTrue(listed.matches("(?s).*\nfree +\\d+ pages? .*"), listed);
    assertTrue(console.fail("allocator:status ro").contains("has no allocator slot"));
    console.run("bolt:close ro");
    Path never = folder.resolve("never.db");
    try (Database none =
        console
            .engine()
            .open(
                never,
                DatabaseOptions.defaults()
                    .withFreelistPersistence(io.togglebolt.storage.FreelistPersistence.NEVER))) {
      none.update(tx -> tx.createBucket(new byte[] {1}));
    }
    console.run("bolt:open never.db --read-only --name never");
    String unknown = console.run("freelist:status never");
    assertTrue(unknown.matches("(?s).*\nfree +not known: .*"), unknown);
  }
}
