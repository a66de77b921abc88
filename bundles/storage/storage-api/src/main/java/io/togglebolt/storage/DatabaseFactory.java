package io.togglebolt.storage;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens databases: a service in OSGi, found by {@link java.util.ServiceLoader} in plain Java.
 * Thread-safe.
 */
@ProviderType
public interface DatabaseFactory {

  /**
   * Opens a database file, creating it when {@link DatabaseOptions#create()} says so and it is
   * missing or empty.
   *
   * @return the open database, owned by the caller, who closes it
   * @throws InvalidDatabaseException when the file is no usable database; no byte of it was changed
   * @throws DatabaseLockedException when another holder did not let go in time
   * @throws DatabaseIOException when the file or its directory refused
   */
  Database open(Path path, DatabaseOptions options);
}
