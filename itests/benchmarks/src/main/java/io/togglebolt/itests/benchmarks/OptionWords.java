package io.togglebolt.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What the values of the options mean that all suites have. */
public final class OptionWords {
  private static final int MAX_RUNS = 1_000;

  private OptionWords() {}

  /** The word after an option. */
  public static String value(String option, String expected, Iterator<String> words)
      throws UsageException {
    String value = words.hasNext() ? words.next() : "";
    if (value.isEmpty() || value.startsWith("--")) {
      throw new UsageException("option " + option + " lacks its value; expected " + expected);
    }
    return value;
  }

  /** The value of {@code --runs}. */
  public static int runs(String text) throws UsageException {
    int runs;
    try {
      runs = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      // The message below says all that there is to say.
      runs = 0;
    }
    if (runs < 1 || runs > MAX_RUNS) {
      throw new UsageException(
          "option --runs has \"" + text + "\"; expected a number from 1 to " + MAX_RUNS);
    }
    return runs;
  }

  /**
   * The value of {@code --only}.
   *
   * @param what what is named, for the message
   * @param names separated by commas
   * @param known all there are
   */
  public static List<String> chosen(String what, String names, List<String> known)
      throws UsageException {
    List<String> wanted = List.of(names.split(","));
    List<String> unknown = new ArrayList<>(wanted);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          what
              + " \""
              + unknown.getFirst()
              + "\" is unknown; expected some of: "
              + String.join(", ", known));
    }
    return wanted;
  }

  /** The file of {@code --json}: known before the first run, rather than after an hour. */
  public static void requireWritable(Path file) throws UsageException {
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new UsageException("option --json has \"" + file + "\", which cannot be written: " + e);
    }
  }
}
