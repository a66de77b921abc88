package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandsTest {
  @TempDir private Path folder;
  private Console console;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    file = folder.resolve("a.db");
    console.run("bolt:open a.db --create --name a");
    console.run("bolt:mkbucket a users");
    console.run("bolt:put a users alice 7");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void anOpenFileIsRefusedByNameAndByPath() {
    for (String typed : new String[] {"a", "a.db"}) {
      String line = console.fail("bolt:salvage " + typed + " new.db");
      assertEquals(file + ": open as database 'a', expected a file nobody has open", line);
    }
    assertFalse(Files.exists(folder.resolve("new.db")));
  }

  @Test
  void theFileItselfIsChangedOnlyWhenThatIsSaid() throws Exception {
    console.run("bolt:close a");
    String line = console.fail("bolt:rebuildfreelist a.db");
    assertTrue(line.contains("name one, or say --in-place"), line);
    line = console.fail("bolt:rebuildfreelist --in-place a.db b.db");
    assertTrue(line.contains("found both --in-place and NEW-FILE"), line);
    byte[] before = Files.readAllBytes(file);
    console.run("bolt:rebuildfreelist a.db b.db");
    assertArrayEquals(before, Files.readAllBytes(file));
    String shown = console.run("bolt:rebuildfreelist --in-place a.db");
    assertTrue(shown.contains("wrote a list of "), shown);
    assertTrue(shown.endsWith("\nresult: " + file + "\nlost: nothing"), shown);
    assertEquals("7", console.run("bolt:get a.db users alice"));
    assertEquals("7", console.run("bolt:get b.db users alice"));
    assertTrue(console.run("bolt:check b.db").contains(": clean: "));
  }

  @Test
  void theLastCommitIsUndoneAndTheListAbandoned() throws Exception {
    console.run("bolt:close a");
    assertTrue(
        console
            .run("bolt:abandonfreelist a.db b.db")
            .contains("result: " + folder.resolve("b.db")));
    assertEquals("7", console.run("bolt:get b.db users alice"));
    String shown = console.run("bolt:revertmeta a.db c.db");
    assertTrue(shown.contains(" is undone: both metas hold transaction "), shown);
    assertTrue(shown.contains("the content is the same as before: transaction "), shown);
    assertEquals(console.run("bolt:dump a.db"), console.run("bolt:dump c.db"));
    assertTrue(console.run("bolt:check c.db").contains(": clean: "));
  }

  @Test
  void whatIsReadableIsSalvagedAndTheRestIsListed() throws Exception {
    console.run("bolt:close a");
    for (int i = 0; i < 3; i++) {
      console.run("bolt:mkbucket a.db bucket-" + i);
      console.run("bolt:put a.db bucket-" + i + " key value");
    }
    spoilKeyOfAlice();
    String shown = console.run("bolt:salvage a.db new.db");
    assertTrue(shown.contains("copied 3 keys and 4 buckets"), shown);
    assertTrue(shown.contains("lost 1 key:"), shown);
    assertTrue(shown.endsWith("\nlost: 0 pages, 1 key, 0 buckets"), shown);
    assertTrue(console.run("bolt:check new.db").contains(": clean: "));
    assertEquals("value", console.run("bolt:get new.db bucket-1 key"));
    String line = console.fail("bolt:salvage a.db new.db");
    assertEquals(
        folder.resolve("new.db") + ": exists already, expected no file of that name",
        line.substring(line.indexOf("cannot be repaired: ") < 0 ? 0 : line.indexOf(": ") + 2));
  }

  @Test
  void aBrokenMetaIsToldAndNoRepairSaysThatNothingWasLost() throws Exception {
    console.run("bolt:close a");
    byte[] bytes = Files.readAllBytes(file);
    bytes[4096 + 16 + 20] ^= 1;
    Files.write(file, bytes);
    String checked = console.run("bolt:check a.db");
    assertTrue(checked.contains(": clean: "), checked);
    assertTrue(checked.contains("; meta 1 is invalid: found checksum "), checked);
    for (String line : new String[] {"salvage a.db b.db", "rebuildfreelist a.db c.db"}) {
      String shown = console.run("bolt:" + line);
      assertTrue(shown.endsWith("\nlost: nothing known, see what is unproven"), shown);
      assertTrue(shown.contains("meta 1 is invalid: found checksum "), shown);
      assertTrue(shown.contains(", if anything, cannot be read"), shown);
    }
  }

  @Test
  void anInterruptedSalvageLeavesNothingAndSaysSo() throws Exception {
    console.run("bolt:close a");
    DatabaseRepair repair = ServiceLoader.load(DatabaseRepair.class).findFirst().orElseThrow();
    RepairCommands commands = new RepairCommands(console.databases(), repair);
    console.clear();
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CommandException.class, () -> commands.salvage(console.session(), "a.db", "b.db"));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(console.printed().startsWith("interrupted: "), console.printed());
    assertFalse(Files.exists(folder.resolve("b.db")));
  }

  /** Makes the key of the only entry longer than a key can be, wherever its page is now. */
  private void spoilKeyOfAlice() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int spoilt = 0;
    for (int at = 16; at + 6 < bytes.length; at++) {
      if (new String(bytes, at, 6, java.nio.charset.StandardCharsets.ISO_8859_1).equals("alice7")) {
        bytes[at - 16 + 10] = 1;
        spoilt++;
      }
    }
    assertTrue(spoilt > 0, "there is no such entry");
    Files.write(file, bytes);
  }
}
