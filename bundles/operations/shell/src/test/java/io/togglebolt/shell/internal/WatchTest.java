package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final Usage SEE =
      Usage.parse("see", "sees", "[--watch] [--every DURATION] [--frames N]");

  @TempDir private Path folder;

  /** What a watch of two frames prints of a text of twenty lines. */
  private String printed(Screen screen, String fewerLines) throws Exception {
    try (Console console = new Console(folder)) {
      Function see =
          (session, words) ->
              Watch.of(Arguments.of(SEE, "--every", "10ms", "--frames", "2"), screen, fewerLines)
                  .show(session, () -> "a line\n".repeat(20), text -> text);
      console.session().put("see", see);
      console.result("see");
      return console.printed();
    }
  }

  @Test
  void aTerminalSaysWhenItIsShownAgainAndWhatItHasNoRoomFor() throws Exception {
    Screen screen = new Screen(100, 10, true, false);
    String shown = printed(screen, "a PATTERN shows fewer");
    assertTrue(shown.contains("again in 10 ms (Ctrl-C ends)"), shown);
    assertEquals(7, shown.split("a line", -1).length - 1, shown);
    assertTrue(
        shown.contains(
            "(13 more lines, for which the terminal is not high enough; a PATTERN shows fewer)"),
        shown);
    assertTrue(printed(screen, "").contains("terminal is not high enough)"), shown);
  }

  @Test
  void elsewhereOnlyWhatIsSeenIsWritten() throws Exception {
    String shown = printed(new Screen(100, 0, false, false), "a PATTERN shows fewer");
    assertEquals("a line".repeat(20), shown.replaceAll("\\R", ""));
    assertFalse(shown.contains("\033"), shown);
  }
}
