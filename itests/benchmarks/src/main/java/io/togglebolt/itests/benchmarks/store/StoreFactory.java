package io.togglebolt.itests.benchmarks.store;

import java.nio.file.Path;

/** A kind of store that takes part; found by {@link java.util.ServiceLoader}. */
public interface StoreFactory {

  /** The name by which it is asked for. */
  String name();

  /** The version of the store, for the report. */
  String version();

  /** How it is opened and written to, in a few words, for the report. */
  String settings();

  /**
   * Opens the store in a folder, creating it when it is missing.
   *
   * @param folder an existing folder of its own
   * @param sync whether a commit is on the disk when it returns; else it may rest with the
   *     operating system
   */
  Store open(Path folder, boolean sync);
}
