package io.togglebolt.itests.benchmarks.side;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a measured JVM says: it answers each line of standard input with one line, {@code ok} or
 * {@code error} and figures, separated by tabs, and ends with the input.
 */
public final class Conversation {

  /** Whoever knows the answers. */
  @FunctionalInterface
  public interface Answers {
    /** Answers one line. */
    Map<String, ?> to(String line) throws Exception;
  }

  private Conversation() {}

  /** Answers until standard input ends. */
  public static void hold(Answers answers) throws IOException {
    // Standard output belongs to the answers: what a library prints goes elsewhere.
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      out.println(answer(answers, line));
      out.flush();
    }
  }

  private static String answer(Answers answers, String line) {
    try {
      return answers.to(line).entrySet().stream()
          .map(figure -> "\t" + figure.getKey() + "=" + figure.getValue())
          .collect(Collectors.joining("", "ok", ""));
    } catch (Exception | LinkageError e) {
      // The whole story is in the process's error stream, one line of it in the report.
      e.printStackTrace();
      return "error\t" + e.toString().replaceAll("\\s+", " ");
    }
  }
}
