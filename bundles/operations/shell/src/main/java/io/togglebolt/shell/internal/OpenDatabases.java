package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The databases that commands can name: those that are configured, which come and go as services,
 * and those that commands opened, which are closed when the shell's bundle stops. Thread-safe. One
 * lock guards both maps; a file is opened and closed outside it, because that can take long.
 */
@Component(service = OpenDatabases.class, immediate = true)
public final class OpenDatabases {
  private static final String NAME = "togglebolt.database";

  private final DatabaseFactory factory;
  private final Object lock = new Object();
  private final TreeMap<String, Database> configured = new TreeMap<>();
  private final TreeMap<String, Database> opened = new TreeMap<>();

  /** With nothing open. */
  @Activate
  public OpenDatabases(@Reference DatabaseFactory factory) {
    this.factory = factory;
  }

  /** A configured database has come. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void bindDatabase(Database database, Map<String, Object> properties) {
    synchronized (lock) {
      configured.put(name(database, properties), database);
    }
  }

  /** A configured database is gone. */
  public void unbindDatabase(Database database, Map<String, Object> properties) {
    synchronized (lock) {
      // Of two databases of one name the later one stays when the earlier one leaves.
      configured.remove(name(database, properties), database);
    }
  }

  private static String name(Database database, Map<String, Object> properties) {
    return properties.get(NAME) instanceof String name ? name : database.name();
  }

  /** Closes what commands opened. */
  @Deactivate
  public void close() {
    List<Database> mine;
    synchronized (lock) {
      mine = List.copyOf(opened.values());
      opened.clear();
    }
    mine.forEach(Database::close);
  }

  /** All of them, by name. */
  List<OpenDatabase> all() {
    TreeMap<String, OpenDatabase> all = new TreeMap<>();
    synchronized (lock) {
      opened.forEach((n, d) -> all.put(n, new OpenDatabase(n, d, OpenDatabase.Origin.SHELL)));
      configured.forEach(
          (n, d) -> all.put(n, new OpenDatabase(n, d, OpenDatabase.Origin.CONFIGURATION)));
    }
    return List.copyOf(all.values());
  }

  /** The database of that name, if it is open. */
  Optional<OpenDatabase> find(String name) {
    return all().stream().filter(open -> open.name().equals(name)).findFirst();
  }

  /**
   * The database of that name.
   *
   * @throws CommandException when there is none; the message lists those there are
   */
  OpenDatabase named(String name) {
    return find(name)
        .orElseThrow(() -> new CommandException("no database '" + name + "' is open; " + listed()));
  }

  /**
   * The only database that is open.
   *
   * @throws CommandException when there is none, or more than one
   */
  OpenDatabase only() {
    List<OpenDatabase> all = all();
    if (all.size() != 1) {
      throw new CommandException("say which database: " + listed());
    }
    return all.getFirst();
  }

  /** The names there are, in words. */
  String listed() {
    List<String> names = all().stream().map(OpenDatabase::name).toList();
    if (!names.isEmpty()) {
      return "open are: " + String.join(", ", names);
    }
    return OneShot.isThis() && !OneShot.configured().isEmpty()
        ? "none is open; name one of the configured: " + OneShot.configured()
        : "none is open (bolt:open PATH opens one, with --create a new one)";
  }

  /** Opens a file for as long as the shell runs, or until {@link #close(String)}. */
  OpenDatabase open(Path path, DatabaseOptions options) {
    String name = options.name() != null ? options.name() : String.valueOf(path.getFileName());
    requireUnused(name, path);
    Database database = factory.open(path, options.withName(name));
    synchronized (lock) {
      if (!configured.containsKey(name) && opened.putIfAbsent(name, database) == null) {
        return new OpenDatabase(name, database, OpenDatabase.Origin.SHELL);
      }
    }
    database.close();
    throw inUse(name, path);
  }

  private void requireUnused(String name, Path path) {
    if (find(name).isPresent()) {
      throw inUse(name, path);
    }
  }

  private static CommandException inUse(String name, Path path) {
    return new CommandException(
        path + ": a database named '" + name + "' is already open; choose another with --name");
  }

  /** Opens a file for the caller, who closes it. */
  Database borrow(Path path, DatabaseOptions options) {
    return factory.open(path, options);
  }

  /**
   * Closes a database that a command opened.
   *
   * @throws CommandException when it is configured, or there is none of that name
   */
  void close(String name) {
    Database mine;
    synchronized (lock) {
      mine = configured.containsKey(name) ? null : opened.remove(name);
    }
    if (mine == null) {
      OpenDatabase other = named(name);
      throw new CommandException(
          "database '"
              + other.name()
              + "' is configured, not opened by the shell; delete its configuration to close it");
    }
    mine.close();
  }
}
