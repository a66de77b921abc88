package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import io.togglebolt.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompareCommandTest {
  @TempDir private Path folder;
  private Console console;
  private Database database;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    console.run("bolt:open a.db --create --name a --freelist legacy");
    console.run("bolt:mkbucket a users");
    database = console.databases().named("a").database();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private void write() {
    database.update(
        transaction ->
            Objects.requireNonNull(transaction.bucket("users".getBytes(StandardCharsets.UTF_8)))
                .put(new byte[] {'k'}, new byte[] {'v'}));
  }

  /** A writer beside the command that is tested. */
  private Thread writer(AtomicBoolean goesOn) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (goesOn.get()) {
                write();
              }
            });
  }

  @Test
  void allPoliciesAreComparedOnTheTrafficThatThereIs() throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    try (Transaction reader = database.beginRead("held")) {
      Thread writer = writer(goesOn);
      ComparedPolicies compared;
      do {
        compared =
            assertInstanceOf(
                ComparedPolicies.class, console.result("freelist:compare --for 300ms --db a"));
      } while (compared.transactions() < 10);
      goesOn.set(false);
      writer.join();
      assertTrue(reader.id() > 0);
      List<Row> rows = compared.rows();
      assertEquals(
          List.of("legacy", "exact", "range", "legacy"), rows.stream().map(Row::policy).toList());
      assertEquals(Role.SERVING, rows.get(3).role());
      assertEquals(rows.get(0).filePages(), rows.get(3).filePages());
      assertTrue(rows.get(1).filePages() < rows.get(3).filePages(), "exact needs less");
      for (Row row : rows) {
        assertEquals("", row.problem());
        assertEquals(compared.transactions(), row.transactions());
      }
      String text = compared.text();
      assertTrue(text.startsWith("a: " + compared.transactions() + " transactions in "), text);
      assertTrue(text.contains("\nthe database, legacy "), text);
      assertTrue(text.contains("\nlegacy (serves) "), text);
    }
  }

  @Test
  void withoutTrafficItSaysSo() throws Exception {
    String shown = console.run("freelist:compare exact range:freelist-pages=1.4 --for 20ms");
    assertTrue(shown.startsWith("a: no transaction was committed in "), shown);
    assertTrue(shown.contains("\nexact "), shown);
    assertTrue(shown.contains("\nrange:freelist-pages=1.4 "), shown);
  }

  @Test
  void whatCannotBeComparedIsOneLine() {
    assertEquals(
        "freelist of a: no candidate is named 'eaxct'; there is exact, legacy, range",
        console.fail("freelist:compare eaxct --for 20ms"));
    assertTrue(
        console
            .fail("freelist:compare range:pages=1.4")
            .contains("has no setting \"pages\"; expected freelist-pages"));
    assertTrue(
        console
            .fail("freelist:compare --for soon")
            .contains("--for is 'soon', expected a duration from 10 ms on"));
    assertTrue(console.fail("freelist:compare --db b").contains("'b'"));
  }

  @Test
  void theDatabaseIsNamedByAnOptionAndWhoeverTypesItOtherwiseIsTold() throws Exception {
    assertTrue(
        console
            .fail("freelist:compare exact a")
            .contains(
                "'a' is a database and no policy; to name the database, use --db a; usage: "));
    console.run("bolt:open b.db --create --name b");
    assertTrue(
        console
            .fail("freelist:compare --for 20ms")
            .contains("say which database, with --db NAME: open are: a, b; usage: "));
    console.run("bolt:open c.db --create --name exact");
    String shown = console.run("freelist:compare exact --for 20ms --db a");
    assertTrue(shown.startsWith("a: "), "a policy of a database's name is a policy: " + shown);
  }

  @Test
  void anInterruptEndsItAndShowsWhatThereIs() throws Exception {
    AtomicReference<Object> result = new AtomicReference<>();
    CompareCommands commands = new CompareCommands(console.databases());
    console.clear();
    Thread command =
        Thread.ofPlatform()
            .start(() -> result.set(commands.compare(console.session(), "--for", "1h")));
    awaitThread("compare-a-timer-1");
    write();
    command.interrupt();
    command.join();
    ComparedPolicies compared = assertInstanceOf(ComparedPolicies.class, result.get());
    assertTrue(compared.transactions() <= 1);
    String shown = console.printed();
    assertTrue(shown.contains("interrupted: this is what was seen until then\na: "), shown);
    assertTrue(shown.contains("\nlegacy (serves) "), shown);
  }

  /** The comparison has threads from the moment on when it follows the database. */
  private static void awaitThread(String name) {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals(name))) {
      Thread.onSpinWait();
    }
  }
}
