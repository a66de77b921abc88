package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copying databases, and moving buckets. */
class CopyCommandsTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    console.run("bolt:open a.db --create --name a");
    console.run("bolt:mkbucket a users");
    console.run("bolt:mkbucket a archive");
    console.run("bolt:put a users alice 007");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void copiesHoldTheSameAsAnOpenDatabaseOrAFile() throws Exception {
    String due = console.run("bolt:dump a");
    String said = console.run("bolt:backup a copy.db");
    assertTrue(said.contains("copying " + folder.resolve("a.db")), said);
    assertTrue(said.endsWith(" to " + folder.resolve("copy.db")), said);
    assertEquals(due, console.run("bolt:dump copy.db"));
    said = console.run("bolt:compact copy.db small.db");
    assertTrue(said.contains(" became 2"), said);
    assertTrue(said.endsWith(" in " + folder.resolve("small.db")), said);
    assertEquals(due, console.run("bolt:dump small.db"));
    assertTrue(console.run("bolt:check small.db").contains(": clean: "));
  }

  @Test
  void anExistingTargetIsRefusedAndStays() throws Exception {
    Path target = folder.resolve("present");
    Files.writeString(target, "present");
    for (String line : List.of("bolt:backup a present", "bolt:compact a present")) {
      String failure = console.fail(line);
      assertTrue(failure.endsWith("there is a file of that name; expected a new one"), failure);
      assertEquals("", console.printed(), "it says that it copies what it cannot");
    }
    assertTrue(console.fail("bolt:compact a a.db").contains("there is a file of that name"));
    assertArrayEquals("present".getBytes(), Files.readAllBytes(target));
  }

  @Test
  void anInterruptedCopyLeavesNothingAndSaysSo() {
    CopyCommands commands = new CopyCommands(console.databases());
    console.clear();
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CommandException.class, () -> commands.backup(console.session(), "a", "never.db"));
      assertTrue(Thread.currentThread().isInterrupted(), "the shell's interrupt was lost");
      assertThrows(
          CommandException.class, () -> commands.compact(console.session(), "a", "never.db"));
    } finally {
      assertTrue(Thread.interrupted());
    }
    String line =
        "interrupted: the database is as it was, and the unfinished "
            + folder.resolve("never.db")
            + " was removed";
    assertEquals(List.of(line, line), console.printed().lines().toList());
    assertFalse(Files.exists(folder.resolve("never.db")));
  }

  @Test
  void aBucketIsMovedIntoAnotherAndToTheTop() throws Exception {
    assertTrue(
        console.run("bolt:mvbucket a users archive").startsWith("moved bucket users into archive"));
    assertEquals("007", console.run("bolt:get a archive/users alice"));
    assertTrue(
        console
            .run("bolt:mvbucket a archive/users")
            .startsWith("moved bucket archive/users to the top"));
    assertEquals("007", console.run("bolt:get a users alice"));
    assertEquals("bucket \"users\" does not exist", console.fail("bolt:mvbucket a archive/users"));
  }

  @Test
  void figuresOfABucketAreShown() throws Exception {
    String stats = console.run("bolt:bucketstats a users");
    assertTrue(stats.contains("inline buckets"), stats);
    assertTrue(console.run("bolt:bucketstats a").contains("leaf used"));
  }
}
