package io.togglebolt.storage;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Repairs files that nobody has open: a service in OSGi, found by {@link java.util.ServiceLoader}
 * in plain Java. Thread-safe.
 *
 * <p>The source is locked while a repair runs: shared for a repair into a new file, exclusively for
 * one in place. A repair that fails leaves the source as it was and no new file behind.
 *
 * <p>All of them throw {@link DatabaseLockedException} when somebody has the source open, {@link
 * DatabaseIOException} when the disk refused or the new file exists already, and {@link
 * InvalidDatabaseException} when the source is no bolt file.
 */
@ProviderType
public interface DatabaseRepair {

  /** Where the outcome goes. */
  sealed interface Output {
    /**
     * To a copy.
     *
     * @param path the new file; there must be none
     */
    record NewFile(Path path) implements Output {}

    /** To the source itself. */
    record InPlace() implements Output {}
  }

  /**
   * Writes a right list of the free pages: all those that cannot be reached from the newest valid
   * meta. The older meta stays as it is; one that is not valid is given the same state.
   *
   * @throws RepairRefusedException when the tree is damaged, so that nobody can tell what is free
   */
  RepairReport rebuildFreelist(Path source, Output output);

  /**
   * Lets the valid metas say that no list of free pages is persisted, so that the next open finds
   * the free pages itself. Nothing but the metas is changed.
   */
  RepairReport abandonFreelist(Path source, Output output);

  /**
   * Makes the older valid meta the newest: the last commit is undone. The list of free pages is
   * kept when it is right, else written anew.
   *
   * @throws RepairRefusedException when there is no older valid meta, or pages of the older state
   *     were used again; it lists them
   */
  RepairReport revertMeta(Path source, Output output);

  /**
   * Copies all that is readable to a new file. Damaged pages are skipped and their siblings read.
   * After damage, whatever tree pages were not reached and are not known to be free go to the
   * bucket {@code lost+found}, one bucket {@code page-N} for each page that no other refers to.
   *
   * @param target the new file; there must be none
   */
  RepairReport salvage(Path source, Path target);
}
