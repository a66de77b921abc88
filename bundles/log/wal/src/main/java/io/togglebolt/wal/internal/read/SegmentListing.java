package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.internal.files.SegmentName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the segments of a log by the names in its directory. */
public final class SegmentListing {
  private static final Logger LOG = System.getLogger(SegmentListing.class.getName());

  /** What is prepared ahead, or was not finished. */
  private static final String UNFINISHED_SUFFIX = ".tmp";

  private static final int MOST_NAMES_LOGGED = 5;

  private final Path directory;
  private final List<SegmentName> names;

  private SegmentListing(Path directory, List<SegmentName> names) {
    this.directory = directory;
    this.names = names;
  }

  /**
   * Looks into a directory. Other files are left alone, with one line in the log unless they are
   * known to stand beside segments.
   *
   * @throws InvalidWalException when there is no segment
   */
  public static SegmentListing of(Disk disk, Path directory) {
    List<SegmentName> names = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String name : list(disk, directory)) {
      Optional<SegmentName> segment = SegmentName.parse(name);
      if (segment.isPresent()) {
        names.add(segment.get());
      } else if (!name.endsWith(UNFINISHED_SUFFIX) && !name.endsWith(SegmentRepair.COPY_SUFFIX)) {
        others.add(printable(name));
      }
    }
    if (names.isEmpty()) {
      throw new InvalidWalException(
          directory + ": there is no log: no file is named like a segment, " + SegmentName.FIRST);
    }
    warnOf(others, directory);
    Collections.sort(names);
    return new SegmentListing(directory, names);
  }

  private static List<String> list(Disk disk, Path directory) {
    try {
      return disk.list(directory);
    } catch (NoSuchFileException missing) {
      throw new InvalidWalException(
          directory + ": there is no log: the directory is missing", missing);
    } catch (IOException failed) {
      throw new WalIOException(directory + ": cannot be listed: " + failed.getMessage(), failed);
    }
  }

  private static void warnOf(List<String> others, Path directory) {
    if (others.isEmpty()) {
      return;
    }
    Collections.sort(others);
    int shown = Math.min(others.size(), MOST_NAMES_LOGGED);
    LOG.log(
        Level.WARNING,
        "{0}: {1} files that are no segments are ignored, such as {2}",
        directory,
        others.size(),
        String.join(", ", others.subList(0, shown)));
  }

  /** A name may hold anything but a slash, such as line breaks that would forge a line of a log. */
  private static String printable(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? '?' : point));
    return shown.toString();
  }

  /** All of them, in order, without gaps. */
  public List<SegmentName> all() {
    return from(0);
  }

  /**
   * Those that hold what follows a mark, and the mark: the last one whose first index is not above
   * the mark's, and all behind it.
   *
   * @throws SnapshotMarkNotFoundException when all begin above the mark
   * @throws InvalidWalException when one is missing among them
   */
  public List<SegmentName> holding(SnapshotMark mark) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).firstIndex() <= mark.index()) {
        return from(i);
      }
    }
    throw new SnapshotMarkNotFoundException(
        directory
            + ": the mark at index "
            + mark.index()
            + " is not in the log, whose oldest segment begins at index "
            + names.getFirst().firstIndex());
  }

  private List<SegmentName> from(int first) {
    for (int i = first + 1; i < names.size(); i++) {
      SegmentName before = names.get(i - 1);
      SegmentName name = names.get(i);
      if (name.sequence() != before.sequence() + 1) {
        throw new InvalidWalException(
            String.format(
                "%s: %s follows %s; expected the sequence number %016x, found %016x",
                directory, name, before, before.sequence() + 1, name.sequence()));
      }
    }
    return List.copyOf(names.subList(first, names.size()));
  }
}
