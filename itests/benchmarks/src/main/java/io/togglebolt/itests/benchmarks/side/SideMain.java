package io.togglebolt.itests.benchmarks.side;

import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The measured JVM: {@code SideMain STORE FOLDER}. It answers each line of standard input with one
 * line, {@code ok} or {@code error} and figures, separated by tabs, and ends with the input.
 */
public final class SideMain {

  private SideMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    // Standard output belongs to the answers: what a library prints goes elsewhere.
    PrintStream answers = System.out;
    System.setOut(System.err);
    StoreFactory factory = find(arguments[0]);
    Exercises exercises = new Exercises(factory, Path.of(arguments[1]));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      answers.println(answer(factory, exercises, line));
      answers.flush();
    }
  }

  private static StoreFactory find(String name) {
    return ServiceLoader.load(StoreFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no store " + name));
  }

  private static String answer(StoreFactory factory, Exercises exercises, String line) {
    try {
      Map<String, ?> figures =
          line.equals("hello") ? introduce(factory) : exercises.run(Request.parse(line));
      return figures.entrySet().stream()
          .map(figure -> "\t" + figure.getKey() + "=" + figure.getValue())
          .collect(Collectors.joining("", "ok", ""));
    } catch (Exception | LinkageError e) {
      // The whole story is in the process's error stream, one line of it in the report.
      e.printStackTrace();
      return "error\t" + e.toString().replaceAll("\\s+", " ");
    }
  }

  private static Map<String, String> introduce(StoreFactory factory) {
    return Map.of(
        "version", factory.version(),
        "runtime", "JDK " + Runtime.version(),
        "settings", factory.settings());
  }
}
