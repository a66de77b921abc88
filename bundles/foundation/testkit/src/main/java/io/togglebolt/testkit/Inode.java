package io.togglebolt.testkit;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One simulated file: what its users see, what of it is durable, and what lies between. Guarded by
 * its disk's lock.
 */
final class Inode implements Node {
  private final ByteImage seen;
  private final ByteImage durable;
  private final Unsynced unsynced = new Unsynced();
  private final List<SimulatedMapping> mappings = new ArrayList<>();
  private final Locks locks = new Locks();
  private final Locks recordLocks = new Locks();

  /** A file whose content is durable. */
  Inode(byte[] content) {
    seen = new ByteImage(content);
    durable = new ByteImage(content);
  }

  long size() {
    return seen.size();
  }

  void read(long offset, MemorySegment target) {
    seen.get(offset, target);
  }

  void write(long offset, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    long end = offset + bytes.length;
    if (end > seen.size()) {
      resize(end);
    }
    seen.put(offset, bytes, 0, bytes.length);
    unsynced.write(offset, bytes);
    mappings.forEach(mapping -> mapping.show(seen, offset, end));
  }

  void resize(long sizeBytes) {
    long before = seen.size();
    seen.resize(sizeBytes);
    unsynced.resize(sizeBytes);
    mappings.forEach(
        mapping -> {
          mapping.show(seen, before, sizeBytes);
          if (sizeBytes < before) {
            mapping.hide(sizeBytes);
          }
        });
  }

  void sync() {
    unsynced.sync(durable);
  }

  /** Makes durable what the range holds now, and nothing else. */
  void syncRange(long from, long to) {
    unsynced.syncRange(durable, seen, from, to);
  }

  void syncRangeFailed(long from, long to) {
    unsynced.syncRangeFailed(from, to);
  }

  void syncFailed() {
    unsynced.syncFailed();
  }

  /** Forgets the pages that no sync will write; what is durable is seen again. */
  void dropCaches() {
    unsynced.forgetStuck(
        (from, end) -> {
          seen.copyFrom(durable, from, end);
          mappings.forEach(mapping -> mapping.show(seen, from, end));
        });
  }

  SimulatedMapping map(Object lock, long lengthBytes) {
    SimulatedMapping mapping = new SimulatedMapping(lock, lengthBytes, mappings::remove);
    mapping.hide(0);
    mapping.show(seen, 0, lengthBytes);
    mappings.add(mapping);
    return mapping;
  }

  /** The locks of flock(2). */
  Locks locks() {
    return locks;
  }

  /** The locks of fcntl(2), which know nothing of the others. */
  Locks recordLocks() {
    return recordLocks;
  }

  byte[] content() {
    return seen.content();
  }

  byte[] durableContent() {
    return durable.content();
  }

  List<DiskEvent> unsynced(Path path) {
    return unsynced.events(path);
  }

  byte[] afterPowerCut(SplitMix64 random) {
    ByteImage image = new ByteImage(durable.content());
    unsynced.powerCut(image, random);
    return image.content();
  }
}
