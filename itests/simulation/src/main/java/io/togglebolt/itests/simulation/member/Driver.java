package io.togglebolt.itests.simulation.member;

/** Does what a core wants done, in the order that it demands, while time passes. */
interface Driver {
  /** The core has been told something: sees what it wants done now. */
  void pump();

  /** Whether nothing is under way between the core and the disk. */
  boolean isIdle();

  /** Whether entries were given to be applied and are not yet. */
  boolean isApplying();
}
