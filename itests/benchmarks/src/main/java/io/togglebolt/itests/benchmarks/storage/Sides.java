package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.process.GoPrograms;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import io.togglebolt.itests.benchmarks.side.SideMain;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Who can take part here. */
final class Sides {
  private static final String OUR_STORES = "togglebolt";

  private Sides() {}

  /** Ours first, then bbolt if it can be had, then the others if they are wanted. */
  static List<Side> present(boolean peers) {
    List<Side> sides = new ArrayList<>();
    sides.add(new Side(Side.OURS, (workload, folder) -> jvm(workload.store(), folder)));
    String program = System.getProperty(GoPrograms.BBOLT);
    if (program != null) {
      String version = System.getProperty(GoPrograms.BBOLT + GoPrograms.VERSION, "unknown");
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
    return MeasuredJvm.command(SideMain.class, store, folder.toString());
  }
}
