package io.togglebolt.testkit;

import io.togglebolt.runtime.Disk;

/** The simulated disk keeps the contract of names. */
class SimulatedDirectoryTest extends DirectoryContract {
  @Override
  Disk makeDisk() {
    return new SimulatedDisk();
  }
}
