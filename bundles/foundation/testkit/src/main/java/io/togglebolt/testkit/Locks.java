package io.togglebolt.testkit;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import java.util.IdentityHashMap;
import java.util.Map;

/** Who has a simulated file locked, by locks of one kind. Guarded by its disk's lock. */
final class Locks {
  private final Map<DiskFile, Lock> holders = new IdentityHashMap<>();

  /** Gives up the lock that the file holds and tries for the wanted one, as flock(2) does. */
  boolean exchange(DiskFile file, Lock lock) {
    holders.remove(file);
    return convert(file, lock);
  }

  /**
   * Tries for the wanted lock, and keeps the one that is held when that fails, as fcntl(2) does.
   */
  boolean convert(DiskFile file, Lock lock) {
    boolean free =
        holders.entrySet().stream()
            .filter(holder -> holder.getKey() != file)
            .allMatch(holder -> lock == Lock.SHARED && holder.getValue() == Lock.SHARED);
    if (free) {
      holders.put(file, lock);
    }
    return free;
  }

  void release(DiskFile file) {
    holders.remove(file);
  }
}
