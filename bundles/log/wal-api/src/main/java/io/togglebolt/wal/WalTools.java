package io.togglebolt.wal;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and mends logs that nobody has open. Each call takes the locks of the segments for as long
 * as it lasts (shared ones where it only reads) and refuses a log that is open elsewhere with a
 * {@link WalLockedException}. Thread-safe.
 */
@ProviderType
public interface WalTools {

  /**
   * Shows every record, overwritten entries included, up to the end or to the first damage.
   *
   * @return what was seen, whatever the visitor made of it
   * @throws InvalidWalException at damage, when all records before it have been shown
   */
  WalSummary scan(Path directory, WalRecordVisitor visitor);

  /**
   * Checks every record and every checksum, the sequence of segments and the order of entries.
   *
   * @throws InvalidWalException at the first thing that is not right, naming the file, the offset,
   *     what was expected and what was found
   */
  default WalSummary verify(Path directory) {
    return scan(directory, (segment, offset, record) -> true);
  }

  /**
   * Cuts the last segment behind its last good record, after a copy of it was made beside it with
   * the suffix {@code .broken}. Only what a crash left half-written may be cut off: damage before
   * that is refused.
   */
  WalRepair repair(Path directory);
}
