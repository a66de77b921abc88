package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.ReaderInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HoldCommandsTest {
  private static final String MODE = "togglebolt.mode";

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
    System.clearProperty(MODE);
    console.close();
  }

  private Database database() {
    return console.databases().named("a").database();
  }

  @Test
  void theReaderStaysWhenTheCommandHasReturnedAndSaysHowItIsEnded() throws Exception {
    String shown = console.run("bolt:hold --label 'nightly export' a");
    ReaderInfo reader = database().readers().getFirst();
    assertEquals("nightly export", reader.label());
    assertTrue(
        shown.startsWith("holds reader " + reader.id() + " (nightly export) at transaction "),
        shown);
    String end = "bolt:cancel " + reader.id() + " a";
    assertTrue(shown.endsWith("; " + end + " ends it, or it ends by itself in 1 h 0 min"), shown);
    console.run("bolt:put a users k v");
    assertTrue(database().space().readers().getFirst().heldAlonePages() > 0);
    console.run(end);
    assertEquals("no open readers", console.run("bolt:readers"));
  }

  @Test
  void itEndsByItselfAndWithTheBundle() throws Exception {
    console.run("bolt:hold --for 20ms");
    while (!database().readers().isEmpty()) {
      Thread.onSpinWait();
    }
    console.run("bolt:hold");
    assertEquals(1, database().readers().size());
    console.holds().close();
    assertTrue(database().readers().isEmpty());
  }

  @Test
  void onlySoManyAreHeldAndEndedOnesMakeRoom() throws Exception {
    for (int i = 0; i < HoldCommands.MOST_HELD; i++) {
      console.run("bolt:hold --for 1h");
    }
    assertTrue(console.fail("bolt:hold").startsWith("bolt:hold holds 100 readers already"));
    console.run("bolt:cancel " + database().readers().getFirst().id());
    console.run("bolt:hold");
    assertEquals(HoldCommands.MOST_HELD, database().readers().size());
    console.run("bolt:close a");
    console.run("bolt:open a.db --name a");
    console.run("bolt:hold");
    assertEquals(1, database().readers().size());
  }

  @Test
  void aProcessForOneCommandRefusesBecauseTheReaderWouldEndWithIt() {
    System.setProperty(MODE, "command");
    String line = console.fail("bolt:hold a");
    assertTrue(line.startsWith("bolt:hold: the reader would end with this one command; "), line);
    assertFalse(line.contains("\n"), line);
    assertTrue(database().readers().isEmpty());
  }
}
