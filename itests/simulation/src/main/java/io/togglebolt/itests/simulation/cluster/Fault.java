package io.togglebolt.itests.simulation.cluster;

import java.util.Locale;

/** What can go wrong, or be done, while clients ask. */
public enum Fault {
  /** Messages take long for a while. */
  DELAY,
  /** Messages are lost for a while. */
  DROP,
  /** Messages arrive twice for a while. */
  DUPLICATE,
  /** Messages arrive in another order for a while. */
  REORDER,
  /** Members hear nothing of each other for a while. */
  PARTITION,
  /** Some hear others that do not hear them, for a while. */
  ONEWAY,
  /** A process is killed or closed, and started again later. */
  CRASH,
  /** A machine loses power, at rest or in the middle of a write. */
  POWER,
  /** A disk does nothing for a while. */
  STALL,
  /** A write or a sync fails, or another call of the disk. */
  DISK,
  /** Clocks run at different speeds. */
  DRIFT,
  /** Clocks jump. */
  JUMP,
  /** Members are added, promoted, removed and replaced. */
  MEMBERS,
  /** The leadership is handed over, elections are begun, leaders forgotten. */
  TRANSFER,
  /** Snapshots are made at any time. */
  SNAPSHOT,
  /** Log writer, page allocator and freelist policy are exchanged. */
  SWAP;

  /** How it is called on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
