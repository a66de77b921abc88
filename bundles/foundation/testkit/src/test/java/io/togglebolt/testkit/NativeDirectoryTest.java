package io.togglebolt.testkit;

import io.togglebolt.runtime.Disk;
import java.util.ServiceLoader;

/** The real disk keeps the contract of names. */
class NativeDirectoryTest extends DirectoryContract {
  @Override
  Disk makeDisk() {
    return ServiceLoader.load(Disk.class).findFirst().orElseThrow();
  }
}
