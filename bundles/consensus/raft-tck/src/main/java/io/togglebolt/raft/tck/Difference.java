package io.togglebolt.raft.tck;

import java.util.Objects;

/**
 * Where a replay does not do what a transcript says.
 *
 * @param file the transcript
 * @param line where the directive begins
 * @param text a diff, or one line that says what is wrong; ends with a line feed
 */
public record Difference(String file, int line, String text) {
  /** Checks that nothing is null. */
  public Difference {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + text;
  }
}
