package io.togglebolt.shell.internal;

import java.util.List;

/** A text that is shown again and again: in its place where the screen allows it, else below. */
final class Picture {
  private static final String ESCAPE = "\033[";
  private static final String UP = "A\r";
  private static final String CLEAR_LINE = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";

  private final Screen screen;
  private long linesShown;

  Picture(Screen screen) {
    this.screen = screen;
  }

  /** What to print, and then a line break, so that the text stands where the last one stood. */
  String frame(String text) {
    if (!screen.movable()) {
      return text + "\n";
    }
    List<String> lines = text.lines().map(this::fitting).toList();
    String frame = back() + String.join(CLEAR_LINE + "\n", lines) + CLEAR_LINE + CLEAR_BELOW;
    linesShown = lines.size();
    return frame;
  }

  /** What to print so that something else can be printed where the last text stood. */
  String cleared() {
    String cleared = linesShown == 0 ? "" : back() + CLEAR_BELOW;
    linesShown = 0;
    return cleared;
  }

  private String back() {
    return linesShown == 0 ? "" : ESCAPE + linesShown + UP;
  }

  /** A line that the terminal would break would be two. Those with colours are short enough. */
  private String fitting(String line) {
    boolean fits = line.length() < screen.columns() || line.contains(ESCAPE);
    return fits ? line : line.substring(0, screen.columns() - 1);
  }
}
