package io.togglebolt.testkit;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.testkit.DiskFaults.Verdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Files and directories in memory that fail when asked to, and lose power. It keeps the promises of
 * {@link Disk} and no more: what was not synced may be gone after a power cut, in part and in any
 * order. Thread-safe.
 *
 * <p>Until the first call of {@link #createDirectories}, a directory is there as soon as something
 * is created in it, for those who care for files only. From then on, directories must have been
 * made.
 *
 * <p>Files live in Java heap and are below 2 GiB. Each mapping is native memory of its own, filled
 * when it is made and owned by whoever made it; a mapping much larger than its file costs its whole
 * length.
 */
public final class SimulatedDisk implements Disk {
  /** Guards all files, mappings and faults. Nothing else is locked while it is held. */
  final Object lock = new Object();

  private final NameTree names = new NameTree();
  private final DiskFaults faults = new DiskFaults(lock);
  private final Map<DiskOperation, Long> counts = new EnumMap<>(DiskOperation.class);
  private Consumer<DiskEvent> observer = event -> {};

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    synchronized (lock) {
      failIfAsked(DiskOperation.OPEN, path);
      return new SimulatedFile(this, path, names.open(path, access), access != Access.READ);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    change(DiskOperation.DELETE, path, verdict -> names.delete(path));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    synchronized (lock) {
      failIfAsked(DiskOperation.LIST, directory);
      return names.list(directory);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    change(
        DiskOperation.CREATE_DIRECTORIES,
        directory,
        verdict -> names.createDirectories(directory, verdict == Verdict.DONE));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(DiskOperation.RENAME, from, verdict -> names.rename(from, to));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    change(
        DiskOperation.SYNC_DIRECTORY,
        directory,
        verdict -> {
          if (verdict == Verdict.DONE) {
            names.sync(directory);
          }
        });
  }

  private interface Change {
    void make(Verdict verdict) throws IOException;
  }

  /** Changes names, unless it is to fail. When the power goes off with it, it may be lost. */
  private void change(DiskOperation operation, Path path, Change change) throws IOException {
    synchronized (lock) {
      Verdict verdict = decide(operation, path, 0, 0);
      if (!verdict.fails()) {
        change.make(verdict);
      }
      DiskFaults.conclude(verdict, operation, path);
    }
  }

  private void failIfAsked(DiskOperation operation, Path path) throws IOException {
    DiskFaults.conclude(decide(operation, path, 0, 0), operation, path);
  }

  /**
   * Puts a file there whose content and name are durable, in place of any other of that name, and
   * the directories that it needs as long as none was made.
   */
  public void put(Path path, byte[] content) {
    synchronized (lock) {
      names.put(path, new Inode(content));
    }
  }

  /** What a file holds for those who read it now. */
  public byte[] content(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return names.file(path).content();
    }
  }

  /** What of a file would surely be there after a power cut now. */
  public byte[] durableContent(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return names.file(path).durableContent();
    }
  }

  /** The files, by absolute path. */
  public SortedSet<Path> paths() {
    synchronized (lock) {
      TreeSet<Path> paths = new TreeSet<>();
      names.forEachFile((path, inode) -> paths.add(path));
      return paths;
    }
  }

  /**
   * The writes (in pieces of at most one page) and changes of length that no sync has made durable,
   * in order.
   */
  public List<DiskEvent> unsynced(Path path) throws NoSuchFileException {
    synchronized (lock) {
      return names.file(path).unsynced(path);
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
      names.forEachFile((path, inode) -> inode.dropCaches());
    }
  }

  /**
   * The disk as it might be found when the power comes back: each file holds what was synced, plus
   * any part of what was not. A sector of 512 bytes is written whole or not at all, in any order
   * with others; of its unsynced states any one may have reached the disk. Changes of length may be
   * lost too, the last ones first.
   *
   * <p>The names of new files and directories are durable, as {@link Disk} promises. Renames and
   * deletions may be undone as long as the directory is not synced: those in one directory the last
   * ones first, those in different directories independently. What is undone is undone whole: the
   * file has its old name and whatever of its content survived, and a file that was replaced is
   * there again.
   *
   * <p>This disk stays as it is, so that many cuts can be tried at one moment.
   */
  public SimulatedDisk powerCut(SplitMix64 random) {
    SimulatedDisk after = new SimulatedDisk();
    synchronized (lock) {
      names.powerCut(after.names, random);
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
}
