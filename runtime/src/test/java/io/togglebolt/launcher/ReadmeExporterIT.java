package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.launcher.ReadmeChapter.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's chapter on an exporter of one's own, typed as it stands into the distribution while
 * its database is written; the test is the Graphite that the example sends to.
 */
@Timeout(180)
final class ReadmeExporterIT {
  private static final String COMMITS = "togglebolt_database_commits_total;database=main ";
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir private Path folder;
  private Checkout checkout;
  private ReadmeChapter chapter;
  private ServerSocket graphite;

  @BeforeEach
  void lookLikeTheRepository() throws IOException {
    chapter = Checkout.chapter("An exporter of your own");
    checkout = Checkout.in(folder, "features/examples/metrics-graphite");
    graphite = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    graphite.setSoTimeout(PATIENCE_MILLIS);
    Files.writeString(
        checkout.distribution().home().resolve("etc/com.example.graphite.cfg"),
        "port = " + graphite.getLocalPort() + "\nperiod-seconds = 1\n");
  }

  @AfterEach
  void close() throws IOException {
    graphite.close();
  }

  @Test
  void itsCommandsAddAnExporterToARunningContainerAndTakeItAway() throws Exception {
    try (Conversation shell = new Conversation(checkout.distribution().converse())) {
      assertTrue(shell.greeting().contains(" ready in "));
      boolean chosen = false;
      for (Step step : chapter.steps()) {
        if (!step.inContainer()) {
          checkout.type(step.line());
          continue;
        }
        if (step.line().startsWith("metrics:use ")) {
          String answer = shell.ask(step.line());
          // Log lines come on the same stream.
          assertTrue(answer.contains("metrics are shown by graphite, prometheus;"), answer);
          chosen = true;
        } else {
          assertEquals("metrics:list", step.line(), "a command that no test knows");
          shell.askUntil(step.line(), list -> shows(list, "graphite", "serving"));
        }
        awaitArrival(shell.commits());
      }
      assertTrue(chosen, "the chapter chooses the exporter");
      // Its last line has deleted the jar.
      String list = shell.askUntil("metrics:list", all -> shows(all, "graphite", "absent"));
      assertTrue(shows(list, "prometheus", "serving"), list);
      assertTrue(shell.load().endsWith("failed []"), shell.load());
      assertEquals(0, shell.end());
    }
  }

  private static boolean shows(String list, String exporter, String state) {
    return list.lines().anyMatch(line -> line.matches(exporter + " +" + state + " .*"));
  }

  /** Until Graphite is told of at least so many commits. */
  private void awaitArrival(long commits) throws IOException {
    double seen;
    do {
      seen = -1;
      try (Socket connection = graphite.accept()) {
        connection.setSoTimeout(PATIENCE_MILLIS);
        byte[] all = connection.getInputStream().readAllBytes();
        for (String line : new String(all, StandardCharsets.UTF_8).split("\n")) {
          if (line.startsWith(COMMITS)) {
            seen = Double.parseDouble(line.substring(COMMITS.length()).split(" ")[0]);
          }
        }
      }
    } while (seen < commits);
  }
}
