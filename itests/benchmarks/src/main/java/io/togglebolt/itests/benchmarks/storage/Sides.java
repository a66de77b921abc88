package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.side.SideMain;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Who can take part here. */
final class Sides {
  /** Where the script that starts the benchmarks built the program for bbolt, if it could. */
  static final String BBOLT_PROGRAM = "togglebolt.bbolt";

  /** Its version. */
  static final String BBOLT_VERSION = "togglebolt.bbolt.version";

  /** Why there is none. */
  static final String BBOLT_MISSING = "togglebolt.bbolt.missing";

  private static final String OUR_STORES = "togglebolt";

  /** The same for every JVM that is measured. */
  static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx1g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private Sides() {}

  /** Ours first, then bbolt if it can be had, then the others if they are wanted. */
  static List<Side> present(boolean peers) {
    List<Side> sides = new ArrayList<>();
    sides.add(new Side(Side.OURS, (workload, folder) -> jvm(workload.store(), folder)));
    String program = System.getProperty(BBOLT_PROGRAM);
    if (program != null) {
      String version = System.getProperty(BBOLT_VERSION, "unknown");
      sides.add(
          new Side(Side.BBOLT, (workload, folder) -> List.of(program, version, folder.toString())));
    }
    if (peers) {
      ServiceLoader.load(StoreFactory.class).stream()
          .map(provider -> provider.get().name())
          .filter(name -> !name.startsWith(OUR_STORES))
          .sorted()
          .forEach(name -> sides.add(new Side(name, (workload, folder) -> jvm(name, folder))));
    }
    return sides;
  }

  private static List<String> jvm(String store, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SideMain.class.getName());
    command.add(store);
    command.add(folder.toString());
    return command;
  }
}
