package io.togglebolt.itests.benchmarks.side;

import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The measured JVM: {@code SideMain STORE FOLDER}. It answers each line of standard input with one
 * line, {@code ok} or {@code error} and figures, separated by tabs, and ends with the input.
 */
public final class SideMain {

  private SideMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    StoreFactory factory = find(arguments[0]);
    Exercises exercises = new Exercises(factory, Path.of(arguments[1]));
    Conversation.hold(
        line -> line.equals("hello") ? introduce(factory) : exercises.run(Request.parse(line)));
  }

  private static StoreFactory find(String name) {
    return ServiceLoader.load(StoreFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no store " + name));
  }

  private static Map<String, String> introduce(StoreFactory factory) {
    return Map.of(
        "version", factory.version(),
        "runtime", "JDK " + Runtime.version(),
        "settings", factory.settings());
  }
}
