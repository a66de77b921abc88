package io.togglebolt.wal;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes and opens logs: a service in OSGi, found by {@link java.util.ServiceLoader} in plain Java.
 * Thread-safe.
 *
 * <p>In plain Java, where no writer can come later, {@link #create} and {@link #open} throw an
 * {@code io.togglebolt.slot.UnknownPartException} when the class path has no writer of the wanted
 * name, or none at all. In OSGi one may still come: saves wait for it.
 */
@ProviderType
public interface WalFactory {

  /**
   * Makes a new log in a directory that must be missing or empty, and opens it. It begins with
   * {@link SnapshotMark#BEGINNING}. A crash leaves all of it or nothing.
   *
   * @return the open log, owned by the caller, who closes it
   * @throws WalExistsException when there is a log already
   * @throws io.togglebolt.slot.UnknownPartException in plain Java, when the class path has no
   *     writer of the wanted name, or none at all; in OSGi one may still come, and saves wait for
   *     it
   * @throws WalIOException when the disk refuses
   */
  Wal create(Path directory, WalMetadata metadata, WalOptions options);

  /**
   * Opens a log for appending and tells the visitor what it holds after a mark. What a crash left
   * half-written at the end of the last segment is cut off, as it was never acknowledged; damage
   * anywhere else is refused, and no byte is changed.
   *
   * @param from a mark that was saved in this log, or {@link SnapshotMark#BEGINNING}
   * @return the open log, owned by the caller, who closes it
   * @throws WalLockedException when somebody else has it open, etcd included
   * @throws InvalidWalException when there is none, or it is damaged
   * @throws SnapshotMarkNotFoundException when the log holds no such mark
   * @throws WalIOException when the disk refuses
   */
  Wal open(Path directory, SnapshotMark from, WalVisitor visitor, WalOptions options);

  /** Reads and mends logs that nobody has open. */
  WalTools tools();
}
