package io.togglebolt.shell.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/**
 * Showing something again and again: in its place where the screen allows it, until Ctrl-C or as
 * often as the command says. The options are the same for every command that can do it.
 */
final class Watch {
  /** What the options are called in a command's signature. */
  private static final String WATCH = "--watch";

  private static final String EVERY = "--every";
  private static final String FRAMES = "--frames";

  private static final Duration EVERY_SECOND = Duration.ofSeconds(1);
  private static final Duration LEAST_EVERY = Duration.ofMillis(10);

  /** Of the time, looking gets one part in so many. */
  private static final int MOST_SHARE = 10;

  /** The line that says when the next look is, and the one on which the cursor waits. */
  private static final int LINES_BELOW = 2;

  /**
   * One look.
   *
   * @param <T> what is seen
   */
  @FunctionalInterface
  interface Look<T> {
    /** Looks now. */
    T now() throws IOException;
  }

  private final long everyNanos;
  private final long frames;
  private final Screen screen;

  private final String fewerLines;

  private Watch(long everyNanos, long frames, Screen screen, String fewerLines) {
    this.everyNanos = everyNanos;
    this.frames = frames;
    this.screen = screen;
    this.fewerLines = fewerLines;
  }

  /**
   * Whether a command was asked to watch.
   *
   * @throws CommandException when it was not, and was told how
   */
  static boolean isWanted(Arguments arguments) {
    if (arguments.has(WATCH)) {
      return true;
    }
    for (String option : List.of(EVERY, FRAMES)) {
      if (arguments.has(option)) {
        throw arguments.wrong(option + " needs " + WATCH);
      }
    }
    return false;
  }

  /**
   * Reads how often to look.
   *
   * @param fewerLines how to see less, for a terminal that is not high enough; may be empty
   * @throws CommandException when that is said wrongly, or nobody could end it
   */
  static Watch of(Arguments arguments, Screen screen, String fewerLines) {
    long every = Durations.nanos(arguments, EVERY, LEAST_EVERY, EVERY_SECOND);
    if (!screen.movable() && arguments.option(FRAMES).isEmpty()) {
      throw arguments.wrong("the output is no terminal, so say with --frames N how often to show");
    }
    long frames = arguments.number(FRAMES, 1, Long.MAX_VALUE);
    return new Watch(every, frames, screen, fewerLines);
  }

  /**
   * Shows what is seen; returns what was seen last, or null when it was ended before.
   *
   * @param text what it is shown as
   */
  <T> @Nullable T show(CommandSession session, Look<T> look, Function<T, String> text)
      throws IOException {
    Picture picture = new Picture(screen);
    for (long frame = 1; ; frame++) {
      long begun = System.nanoTime();
      T seen = look.now();
      long took = System.nanoTime() - begun;
      if (Thread.currentThread().isInterrupted()) {
        // The shell has forgotten this command already, and shows its next prompt.
        return null;
      }
      if (frame == frames) {
        Live.clear(picture);
        return seen;
      }
      long pause = Math.max(everyNanos, took * (MOST_SHARE - 1));
      // Only who sits before a terminal has to know, or could end it.
      String below = screen.movable() ? "\nagain in " + Units.nanos(pause) + " (Ctrl-C ends)" : "";
      Live.say(session, picture.frame(fitting(text.apply(seen)) + below));
      if (System.out.checkError() || !slept(pause)) {
        // Nobody is there to see more.
        return null;
      }
    }
  }

  /** What scrolled out of the screen could not be drawn over. */
  private String fitting(String text) {
    List<String> lines = text.lines().toList();
    int most = screen.lines() - LINES_BELOW;
    if (!screen.movable() || screen.lines() == 0 || lines.size() <= most) {
      return text;
    }
    int kept = Math.max(1, most - 1);
    return String.join("\n", lines.subList(0, kept))
        + "\n("
        + Units.count(lines.size() - kept, "more line")
        + ", for which the terminal is not high enough"
        + (fewerLines.isEmpty() ? "" : "; " + fewerLines)
        + ")";
  }

  private static boolean slept(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos));
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
