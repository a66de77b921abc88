package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseLockedException;
import io.togglebolt.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/**
 * Finds what a command works on: an open database by its name, else a file, which is then open just
 * for that command.
 */
final class Target {
  private static final String STARTED_IN = "togglebolt.cwd";
  private static final String WORKING_DIRECTORY = "user.dir";
  private static final long LOCK_TIMEOUT_MILLIS = 2_000;

  /** What a command does with the database. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T with(Database database) throws IOException;
  }

  private final OpenDatabases databases;
  private final CommandSession session;

  Target(OpenDatabases databases, CommandSession session) {
    this.databases = databases;
    this.session = session;
  }

  /** Works on an open database, or on a file opened for reading only, with a shared lock. */
  <T> T read(String nameOrPath, Work<T> work) throws IOException {
    return with(nameOrPath, DatabaseOptions.defaults().asReadOnly(), work);
  }

  /** Works on an open database, or on a file opened for writing; it must exist. */
  <T> T write(String nameOrPath, Work<T> work) throws IOException {
    return with(nameOrPath, DatabaseOptions.defaults().withCreate(false), work);
  }

  private <T> T with(String nameOrPath, DatabaseOptions options, Work<T> work) throws IOException {
    Optional<OpenDatabase> named = databases.find(nameOrPath);
    if (named.isPresent()) {
      return work.with(named.get().database());
    }
    Path path = path(nameOrPath);
    if (!Files.exists(path)) {
      throw new CommandException(
          "no database '"
              + nameOrPath
              + "' is open and there is no file "
              + path
              + "; "
              + databases.listed());
    }
    Optional<Database> open = openUnder(path);
    if (open.isPresent()) {
      return work.with(open.get());
    }
    try (Database borrowed = databases.borrow(path, options.withLockTimeout(LOCK_TIMEOUT_MILLIS))) {
      return work.with(borrowed);
    } catch (DatabaseLockedException locked) {
      throw new CommandException(
          locked.getMessage()
              + ". If a running container has it, give this command in that container's shell, with"
              + " the database's name",
          locked);
    }
  }

  /** The file's lock is held by the open database itself: to ask for it again would be in vain. */
  private Optional<Database> openUnder(Path path) throws IOException {
    for (OpenDatabase open : databases.all()) {
      Path other = open.database().path();
      if (Files.exists(other) && Files.isSameFile(other, path)) {
        return Optional.of(open.database());
      }
    }
    return Optional.empty();
  }

  /**
   * A path as the user means it: from where the session has gone, and if it never left, from where
   * the user started the program.
   */
  Path path(String typed) {
    Path processDirectory = Path.of(System.getProperty(WORKING_DIRECTORY)).normalize();
    Path current = session.currentDir();
    Path base =
        current == null || current.normalize().equals(processDirectory)
            ? Path.of(System.getProperty(STARTED_IN, processDirectory.toString()))
            : current;
    try {
      return base.resolve(typed).normalize();
    } catch (InvalidPathException malformed) {
      throw new CommandException("'" + typed + "' is no path: " + malformed.getReason(), malformed);
    }
  }
}
