package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path folder;
  private Console console;
  private Completer completion;

  @BeforeEach
  void start() throws Exception {
    console = new Console(folder);
    completion = new Completer(console.databases(), console.metrics(), console.logs());
    console.run("bolt:open a.db --create --name a");
    console.run("bolt:mkbucket a users");
    console.run("bolt:mkbucket a users/active");
    console.run("bolt:put a users alice 1");
    console.run("bolt:put a users bob 1");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private List<String> at(String... words) {
    return completion.candidates(List.of(words), words.length - 1);
  }

  @Test
  void aNameThatIsNoCommandIsOneLineInASessionThatWasTaught() throws Exception {
    console.session().put("default", null);
    assertTrue(console.fail("bolt:chek a").contains("Command not found"));
    Function nothing = (asking, line) -> null;
    console.session().put("complete", nothing);
    new Completer(console.databases(), console.metrics(), console.logs()).teach(console.session());
    assertEquals(
        "unknown command bolt:chek; did you mean bolt:check? try `help`",
        console.fail("bolt:chek a"));
    assertEquals(
        "unknown command metrics:sho; did you mean metrics:show? try `help`",
        console.fail("metrics:sho"));
    assertEquals(
        "unknown command chekc; did you mean bolt:check? try `help`", console.fail("chekc"));
    assertEquals("unknown command frobnicate; try `help`", console.fail("frobnicate"));
    assertEquals("unknown command x; try `help`", console.fail("x"));
    assertEquals(
        "wal alone is no command; expected one of wal:close, wal:dump, wal:list, wal:load,"
            + " wal:logs, wal:open, wal:repair, wal:status, wal:use, wal:verify",
        console.fail("wal"));
  }

  @Test
  void namesAreOfferedWhereACommandTakesThem() {
    assertEquals(List.of("a"), at("bolt:get", ""));
    assertEquals(List.of("users"), at("bolt:get", "a", ""));
    assertEquals(List.of("users/active"), at("bolt:get", "a", "users/a"));
    assertEquals(List.of("alice", "bob"), at("bolt:get", "a", "users", ""));
    assertEquals(List.of("bob"), at("get", "a", "users", "b"));
    assertEquals(List.of("exact", "legacy", "range"), at("freelist:use", ""));
    assertEquals(List.of("a"), at("freelist:use", "range", ""));
    assertEquals(List.of("first-fit", "segregated"), at("allocator:use", ""));
  }

  @Test
  void namesAreOfferedAgainWhereACommandTakesAnyNumberOfThem() {
    List<String> all = List.of("exact", "legacy", "range");
    assertEquals(all, at("freelist:compare", ""));
    assertEquals(all, at("freelist:compare", "exact", "--for", "5s", ""));
    assertEquals(all, at("freelist:compare", "exact", "legacy", ""));
    assertEquals(List.of("a"), at("freelist:compare", "--db", ""));
  }

  @Test
  void optionsAndTheirValuesAreNotCountedAsArguments() {
    assertEquals(List.of("users"), at("bolt:keys", "--limit", "5", "a", ""));
    assertEquals(List.of("exact", "legacy", "range"), at("bolt:open", "--freelist", ""));
    assertTrue(at("bolt:pages", "--use", "").contains("branch"));
    assertEquals(List.of(), at("bolt:keys", "a", "users", ""));
  }

  @Test
  void filesAreWantedWhereACommandTakesThem() {
    assertTrue(completion.wantsFile(List.of("bolt:check", ""), 1));
    assertTrue(completion.wantsFile(List.of("bolt:open", "--read-only", ""), 2));
    assertFalse(completion.wantsFile(List.of("bolt:close", ""), 1));
    assertFalse(completion.wantsFile(List.of("elsewhere", ""), 1));
  }

  @Test
  void aSessionThatWasTaughtAsksByVariablesWhichNoHelpLists() throws Exception {
    List<String> taught = new ArrayList<>();
    console.session().put("complete", (Function) (session, words) -> taught.add("" + words));
    completion.teach(console.session());
    assertTrue(taught.contains("[-c, bolt:get, -e]"), taught::toString);
    assertEquals(List.of("users"), console.result("togglebolt:__candidates [bolt:get a ''] 2"));
    assertEquals(true, console.result("togglebolt:__wants_file [bolt:check ''] 1"));
    Object commands = console.session().get(".commands");
    assertFalse(String.valueOf(commands).contains("__"), () -> "commands: " + commands);
  }

  @Test
  void theScriptHasALineForEachCommandAndOption() {
    assertEquals("a log\u2019s end", CompletionScript.quotable("a log's end"));
    String script = CompletionScript.forAll(Catalog.all());
    assertTrue(script.contains("complete -c bolt:get -d 'shows the value of a key'\n"), script);
    assertTrue(script.contains("complete -c bolt:open -l read-only -d 'takes no value'\n"), script);
    for (Usage usage : Catalog.all()) {
      assertTrue(script.contains("complete -c " + usage.command() + " -a '"), usage.command());
    }
  }
}
