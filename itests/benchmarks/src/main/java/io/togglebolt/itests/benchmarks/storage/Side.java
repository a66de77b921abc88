package io.togglebolt.itests.benchmarks.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * One of those that are compared.
 *
 * @param name its name in the report
 * @param launch how its process is started
 */
record Side(String name, Launch launch) {
  static final String OURS = "ours";
  static final String BBOLT = "bbolt";
  static final String LMDB = "lmdbjava";

  /** How a process is started. */
  @FunctionalInterface
  interface Launch {
    /** The command line for a process that works in a folder of its own. */
    List<String> command(Workload workload, Path folder);
  }
}
