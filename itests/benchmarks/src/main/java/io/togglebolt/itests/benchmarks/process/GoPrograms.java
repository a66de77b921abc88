package io.togglebolt.itests.benchmarks.process;

/**
 * Where the script that starts the benchmarks says which programs for the real stores and logs it
 * built, or why there is none: system properties that begin with the store's.
 */
public final class GoPrograms {
  /** The program for bbolt. */
  public static final String BBOLT = "togglebolt.bbolt";

  /** The program for bolt, bbolt's predecessor. */
  public static final String BOLT = "togglebolt.bolt";

  /** The program for etcd's log. */
  public static final String ETCD_LOG = "togglebolt.etcd-log";

  /** The program for etcd's Raft. */
  public static final String ETCD_RAFT = "togglebolt.etcd-raft";

  /** What is added to a program's property for its version. */
  public static final String VERSION = ".version";

  /** What is added to a program's property for the reason why it is missing. */
  public static final String MISSING = ".missing";

  private GoPrograms() {}
}
