package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.launcher.ReadmeChapter.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's chapter on a policy of one's own, typed as it stands: into the distribution, while
 * its database is written and read without a pause.
 */
@Timeout(180)
final class ReadmePolicyIT {
  private static final String EXAMPLE = "features/examples/freelist-edges";

  /** Enough for pages to be freed by the one policy and handed out by the other. */
  private static final int COMMITS = 40;

  @TempDir private Path folder;
  private Checkout checkout;
  private ReadmeChapter chapter;

  @BeforeEach
  void lookLikeTheRepository() throws IOException {
    chapter = Checkout.chapter("A freelist policy of your own");
    checkout = Checkout.in(folder, EXAMPLE);
  }

  @Test
  void itsCommandsHandALiveDatabaseOverAndBackWithoutAFailedOperation() throws Exception {
    try (Conversation shell = new Conversation(checkout.distribution().converse())) {
      assertTrue(shell.greeting().contains(" ready in "));
      String before = active(shell.askUntil("freelist:status", status -> !serves(status, "-")));
      awaitCommits(shell);
      String handedOverTo = before;
      for (Step step : chapter.steps()) {
        if (!step.inContainer()) {
          checkout.type(step.line());
          continue;
        }
        handedOverTo = inContainer(shell, step.line(), handedOverTo);
        awaitCommits(shell);
      }
      assertEquals("edges", handedOverTo, "the chapter hands the database over");
      // Its last line has deleted the jar.
      shell.askUntil("freelist:status", status -> serves(status, before));
      assertTrue(hasSwap(shell.ask("swaps"), "edges", before), shell.ask("swaps"));
      awaitCommits(shell);
      String map = shell.ask("bolt:map main");
      assertTrue(map.contains("live leaf"), map);
      String check = shell.ask("bolt:check main");
      assertTrue(check.contains(": clean: "), check);
      assertTrue(shell.load().endsWith("failed []"), shell.load());
      assertEquals(0, shell.end());
    }
  }

  /** Types a line and looks at its answer; returns which policy serves then. */
  private static String inContainer(Conversation shell, String line, String active)
      throws IOException, InterruptedException {
    switch (line) {
      case "freelist:list" -> {
        // The folder is looked at every second or two, as the README says.
        String list = shell.askUntil(line, answer -> answer.contains("\nedges "));
        assertTrue(list.lines().anyMatch(each -> each.startsWith(active + " ")), list);
      }
      case "freelist:use edges" -> {
        assertEquals(
            "freelist of main: edges took over from " + active, shell.ask(line), shell.load());
        return "edges";
      }
      case "swaps" -> {
        String swaps = shell.ask(line);
        assertTrue(swaps.lines().anyMatch(each -> each.contains(" edges ")), swaps);
      }
      case "freelist:status" -> {
        String status = shell.ask(line);
        assertTrue(serves(status, active), status);
      }
      default -> throw new AssertionError("the README has a command that no test knows: " + line);
    }
    return active;
  }

  private static void awaitCommits(Conversation shell) throws IOException, InterruptedException {
    shell.ask("slots");
    long enough = shell.commits() + COMMITS;
    shell.askUntil(
        "slots", slots -> shell.commits() >= enough || !shell.load().endsWith("failed []"));
  }

  private static boolean serves(String status, String policy) {
    return active(status).equals(policy);
  }

  private static String active(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("active "))
        .map(line -> line.substring("active ".length()).strip())
        .findFirst()
        .orElse("-");
  }

  private static boolean hasSwap(String swaps, String from, String to) {
    return swaps
        .lines()
        .anyMatch(line -> line.matches(".* main +freelist .* " + from + " +" + to + " .*"));
  }

  @Test
  void theCodeThatItShowsIsTheExamples() throws IOException {
    String shown = words(chapter.code());
    assertFalse(shown.isEmpty());
    Path source =
        Checkout.original(EXAMPLE + "/src/main/java/com/example/edges/EdgesFreelist.java");
    String whole = words(Files.readString(source));
    assertTrue(whole.contains(shown), () -> "not in " + source + ": " + shown);
  }

  private static String words(String code) {
    return String.join(" ", code.strip().split("\\s+"));
  }

  @Test
  void theExampleIsNotInTheDistribution() throws IOException {
    try (Stream<Path> files = Files.walk(checkout.distribution().home())) {
      assertEquals(0, files.filter(file -> file.toString().contains("edges")).count());
    }
  }
}
