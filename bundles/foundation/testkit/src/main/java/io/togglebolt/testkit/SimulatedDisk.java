package io.togglebolt.testkit;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.testkit.DiskFaults.Verdict;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Files in memory that fail when asked to, and lose power. It keeps the promises of {@link Disk}
 * and no more: what was not synced may be gone after a power cut, in part and in any order.
 * Thread-safe.
 *
 * <p>Files live in Java heap and are below 2 GiB. Each mapping is native memory of its own, filled
 * when it is made and owned by whoever made it; a mapping much larger than its file costs its whole
 * length.
 */
public final class SimulatedDisk implements Disk {
  /** Guards all files, mappings and faults. Nothing else is locked while it is held. */
  final Object lock = new Object();

  private final TreeMap<Path, Inode> inodes = new TreeMap<>();
  private final DiskFaults faults = new DiskFaults(lock);
  private final Map<DiskOperation, Long> counts = new EnumMap<>(DiskOperation.class);
  private Consumer<DiskEvent> observer = event -> {};

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    Path name = name(path);
    synchronized (lock) {
      if (decide(DiskOperation.OPEN, path, 0, 0) != Verdict.DONE) {
        throw DiskFaults.failure(DiskOperation.OPEN, path);
      }
      if (access == Access.CREATE_NEW && inodes.containsKey(name)) {
        throw new FileAlreadyExistsException(path.toString(), null, "open: File exists");
      }
      if (access == Access.CREATE || access == Access.CREATE_NEW) {
        inodes.computeIfAbsent(name, missing -> new Inode(new byte[0]));
      }
      Inode inode = inodes.get(name);
      if (inode == null) {
        throw new NoSuchFileException(path.toString(), null, "open: No such file or directory");
      }
      return new SimulatedFile(this, path, inode, access != Access.READ);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    synchronized (lock) {
      if (inodes.remove(name(path)) == null) {
        throw new NoSuchFileException(path.toString(), null, "unlink: No such file or directory");
      }
    }
  }

  private static Path name(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Puts a file there whose content is durable, in place of any other of that name. */
  public void put(Path path, byte[] content) {
    synchronized (lock) {
      inodes.put(name(path), new Inode(content));
    }
  }

  /** What a file holds for those who read it now. */
  public byte[] content(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return inode(path).content();
    }
  }

  /** What of a file would surely be there after a power cut now. */
  public byte[] durableContent(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return inode(path).durableContent();
    }
  }

  /** The files, by absolute path. */
  public SortedSet<Path> paths() {
    synchronized (lock) {
      return new TreeSet<>(inodes.keySet());
    }
  }

  /**
   * The writes (in pieces of at most one page) and changes of length that no sync has made durable,
   * in order.
   */
  public List<DiskEvent> unsynced(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return inode(path).unsynced(path);
    }
  }

  /** How many operations of a kind were asked for, those that failed included. */
  public long count(DiskOperation operation) {
    synchronized (lock) {
      return counts.getOrDefault(operation, 0L);
    }
  }

  /** Tells a test of every operation before it is done. The observer must not call the disk. */
  public void observe(Consumer<DiskEvent> newObserver) {
    synchronized (lock) {
      observer = newObserver;
    }
  }

  /** Where faults are asked for. */
  public DiskFaults faults() {
    return faults;
  }

  /**
   * Lets the system forget what it may, as when memory is short: pages whose sync failed count as
   * clean, so what the disk holds of them is read again. Mappings see it too.
   */
  public void dropCaches() {
    synchronized (lock) {
      inodes.values().forEach(Inode::dropCaches);
    }
  }

  /**
   * The disk as it might be found when the power comes back: each file holds what was synced, plus
   * any part of what was not. A sector of 512 bytes is written whole or not at all, in any order
   * with others; of its unsynced states any one may have reached the disk. Changes of length may be
   * lost too, the last ones first. A new file's name is durable, as {@link Disk} promises.
   *
   * <p>This disk stays as it is, so that many cuts can be tried at one moment.
   */
  public SimulatedDisk powerCut(SplitMix64 random) {
    SimulatedDisk after = new SimulatedDisk();
    synchronized (lock) {
      inodes.forEach((path, inode) -> after.put(path, inode.afterPowerCut(random)));
    }
    return after;
  }

  /** Counts an operation and decides what becomes of it. The caller holds the lock. */
  Verdict decide(DiskOperation operation, Path path, long offset, long lengthBytes)
      throws PowerOffException {
    counts.merge(operation, 1L, Long::sum);
    observer.accept(new DiskEvent(operation, path, offset, lengthBytes));
    return faults.decide(operation);
  }

  private Inode inode(Path path) throws NoSuchFileException {
    Inode inode = inodes.get(name(path));
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }
}
