package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadCommandsTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    console.run("bolt:open a.db --create --name a --no-sync");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private Database database() {
    return console.databases().named("a").database();
  }

  @Test
  void itCommitsWhatItSays() throws Exception {
    long before = database().stats().transaction();
    LoadReport report =
        assertInstanceOf(
            LoadReport.class,
            console.result("bolt:load --for 200ms --keys 50 --value-bytes 3000 --batch 4 a"));
    assertEquals(report.commits(), database().stats().transaction() - before);
    assertTrue(report.commits() > 0, report::toString);
    assertEquals(4 * report.commits(), report.operations());
    assertEquals(database().stats().highWaterPage(), report.filePagesAfter());
    assertTrue(report.filePagesAfter() > report.filePagesBefore(), report::toString);
    String stats = console.run("bolt:bucketstats a load");
    assertTrue(stats.matches("(?s).*\nkeys +([1-9]|[1-4][0-9]|50)\n.*"), stats);
    String text = report.text();
    assertTrue(text.startsWith("load on             a\nlasted "), text);
    assertTrue(text.contains("\noperations          " + report.operations() + "\n"), text);
    assertTrue(console.run("bolt:check a").contains(": clean: "));
  }

  @Test
  void anInterruptEndsItBetweenTwoCommitsAndShowsWhatThereIs() throws Exception {
    AtomicReference<Object> result = new AtomicReference<>();
    LoadCommands commands = new LoadCommands(console.databases());
    console.clear();
    long before = database().stats().transaction();
    Thread command =
        Thread.ofPlatform()
            .start(() -> result.set(commands.load(console.session(), "--for", "1h")));
    while (database().stats().transaction() < before + 3) {
      Thread.onSpinWait();
    }
    command.interrupt();
    command.join();
    LoadReport report = assertInstanceOf(LoadReport.class, result.get());
    assertEquals(report.commits(), database().stats().transaction() - before);
    String shown = console.printed();
    assertTrue(
        shown.startsWith("interrupted: what was committed stays, in the bucket load\n"), shown);
    assertTrue(shown.contains("\ncommits             " + report.commits() + "\n"), shown);
  }

  @Test
  void anInterruptEndsItWhileItWaitsForAnotherWriter() throws Exception {
    AtomicReference<Object> result = new AtomicReference<>();
    LoadCommands commands = new LoadCommands(console.databases());
    try (Transaction writer = database().beginWrite()) {
      Thread command =
          Thread.ofPlatform().start(() -> result.set(commands.load(console.session(), "a")));
      while (command.getState() != Thread.State.WAITING
          && command.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      command.interrupt();
      command.join();
      assertTrue(writer.writable());
    }
    assertEquals(0, assertInstanceOf(LoadReport.class, result.get()).commits());
  }

  @Test
  void whatCannotBeLoadedIsOneLine() throws Exception {
    assertTrue(
        console
            .fail("bolt:load --batch 0")
            .contains("--batch is '0', expected a whole number from 1"));
    assertTrue(
        console
            .fail("bolt:load --value-bytes 999999999")
            .contains("--value-bytes is '999999999', expected at most 16777216"));
    assertEquals("no database 'b' is open; open are: a", console.fail("bolt:load b"));
    console.run("bolt:close a");
    console.run("bolt:open a.db --read-only --name a");
    assertTrue(console.fail("bolt:load --for 10ms").contains("read"));
  }
}
