package io.togglebolt.itests.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM that is measured is started: on this JVM's JDK and with its class path. */
public final class MeasuredJvm {
  /** The same for every JVM that is measured. */
  public static final List<String> FLAGS =
      List.of(
          "-Xmx1g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private MeasuredJvm() {}

  /** The command line for a main class. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
