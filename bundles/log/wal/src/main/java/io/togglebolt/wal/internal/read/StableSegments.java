package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.SegmentName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Locks the segments of a log. They are looked for before they are locked, and whoever has the log
 * open meanwhile may begin another one, or delete one, and close it: then the last one that was
 * found is not the log's end, though it can be locked. Whoever has the end locked keeps others from
 * that; so what is there is looked at again with the locks held.
 */
public final class StableSegments {
  /** Each time somebody else must have opened, changed and closed the log. */
  private static final int MOST_ATTEMPTS = 16;

  private StableSegments() {}

  /** Opens segments, and locks them. */
  @FunctionalInterface
  public interface Opening<T extends Opened> {
    /**
     * Opens them all, or none.
     *
     * @throws NoSuchFileException when one is gone
     */
    T open(List<SegmentName> names) throws IOException;
  }

  /** What holds the locks. */
  public interface Opened extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Opens those of a log's segments that are wanted.
   *
   * @param wanted which of those that there are: the last one, and those before it up to one
   * @throws WalLockedException when somebody else has one, or changes the log all the time
   */
  public static <T extends Opened> T open(
      Disk disk,
      Path directory,
      Function<SegmentListing, List<SegmentName>> wanted,
      Opening<T> opening)
      throws IOException {
    NoSuchFileException gone = null;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      List<SegmentName> names = wanted.apply(SegmentListing.of(disk, directory));
      T opened;
      try {
        opened = opening.open(names);
      } catch (NoSuchFileException missing) {
        gone = missing;
        continue;
      }
      boolean stable = false;
      try {
        stable = names.equals(from(names.getFirst(), new LogDirectory(disk, directory)));
      } finally {
        if (!stable) {
          opened.close();
        }
      }
      if (stable) {
        return opened;
      }
    }
    if (gone != null) {
      throw gone;
    }
    throw new WalLockedException(
        directory + ": whenever its segments were locked, somebody else had begun another one");
  }

  private static List<SegmentName> from(SegmentName first, LogDirectory directory)
      throws IOException {
    return directory.segments().stream().filter(name -> name.compareTo(first) >= 0).toList();
  }
}
