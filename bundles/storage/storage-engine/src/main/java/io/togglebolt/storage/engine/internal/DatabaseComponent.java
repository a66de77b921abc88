package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.InvalidConfigurationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * A configured database: open as long as its configuration is there. Wanted parts and what is kept
 * of readers change live; for anything else the database is opened again on the next start, and the
 * log says so.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = DatabaseComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DatabaseComponent.Config.class, factory = true)
public final class DatabaseComponent {
  /** The factory PID of database configurations. */
  public static final String PID = "io.togglebolt.database";

  /** The service property that holds a database's name. */
  static final String NAME = "togglebolt.database";

  private static final Logger LOG = System.getLogger(DatabaseComponent.class.getName());

  /** A database's configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt database",
      description = "A bbolt file that is open as long as this configuration is there.")
  public @interface Config {
    /** The name. */
    @AttributeDefinition(description = "The name that others know the database by.")
    String name();

    /** The file. */
    @AttributeDefinition(description = "The database's file; made when it is missing.")
    String path();

    /** The freelist policy. */
    @AttributeDefinition(
        required = false,
        description = "The wanted freelist policy; empty for the highest ranking. Live.")
    String freelist() default "";

    /** The page allocator. */
    @AttributeDefinition(
        required = false,
        description = "The wanted page allocator; empty for the highest ranking. Live.")
    String allocator() default "";

    /** The page size of a new file. */
    @AttributeDefinition(
        required = false,
        description =
            "Page size of a new file in bytes, a power of two from 1024 to 65536; 0 for 4096.")
    int page$_$size() default 0;

    /** Read-only. */
    @AttributeDefinition(
        required = false,
        description = "Open for reading only, with a shared lock.")
    boolean read$_$only() default false;

    /** The lock timeout. */
    @AttributeDefinition(required = false, description = "How long to wait for the file's lock.")
    long lock$_$timeout$_$millis() default 5000;

    /** The vacancy timeout. */
    @AttributeDefinition(
        required = false,
        description = "How long a write waits while no allocator or no freelist policy is there.")
    long vacancy$_$timeout$_$millis() default 10000;

    /** The first mapping. */
    @AttributeDefinition(required = false, description = "The least size of the first mapping.")
    long initial$_$map$_$bytes() default 0;

    /** No syncs. */
    @AttributeDefinition(
        required = false,
        description = "Leave out all syncs: a crash of the machine may damage the file.")
    boolean no$_$sync() default false;

    /** Strictness. */
    @AttributeDefinition(
        required = false,
        description =
            "Check the whole file at each commit, before the commit counts: slow, for tests.")
    boolean strict() default false;

    /** When the list of free pages is written. */
    @AttributeDefinition(
        required = false,
        options = {
          @Option(label = "at a clean close", value = "lazy"),
          @Option(label = "with each commit, as bbolt does", value = "always"),
          @Option(label = "never: each opening scans the file", value = "never")
        },
        description = "When the list of free pages is written to the file.")
    String freelist$_$persistence() default "lazy";

    /** Tracing of readers. */
    @AttributeDefinition(
        required = false,
        description =
            "Keep where each reader is opened, as bolt:readers --trace shows; slows readers down."
                + " Live.")
    boolean reader$_$tracing() default false;

    /** The age of readers that the log warns of. */
    @AttributeDefinition(
        required = false,
        description =
            "How long a reader may be open before the log has a warning of it; 0 for ever. Live.")
    long reader$_$warning$_$millis() default 60000;
  }

  private final EngineDatabase database;
  private final ServiceRegistration<Database> registration;
  private DatabaseSettings settings;

  /** Made by Declarative Services; opens the database. */
  @Activate
  public DatabaseComponent(
      BundleContext context, @Reference EngineComponent engine, Map<String, Object> properties) {
    settings = DatabaseSettings.of(properties);
    warnOfUnknownKeys(properties);
    requireFreeName(context, settings);
    createFolder(settings.path());
    database = engine.openEngine(settings.path(), settings.options());
    Dictionary<String, Object> described = new Hashtable<>();
    described.put(NAME, database.name());
    described.put("togglebolt.path", settings.path().toString());
    try {
      registration = context.registerService(Database.class, new PerBundle(database), described);
    } catch (RuntimeException stopping) {
      database.close();
      throw stopping;
    }
    warnOfAbsentParts();
  }

  private static void requireFreeName(BundleContext context, DatabaseSettings wanted) {
    String name = String.valueOf(wanted.options().name());
    try {
      for (ServiceReference<Database> other :
          context.getServiceReferences(Database.class, "(" + NAME + "=*)")) {
        if (name.equals(other.getProperty(NAME))) {
          throw new InvalidConfigurationException(
              "database "
                  + name
                  + ": "
                  + wanted.path()
                  + " asks for the name that "
                  + other.getProperty("togglebolt.path")
                  + " has; expected a name of its own");
        }
      }
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void warnOfUnknownKeys(Map<String, Object> properties) {
    Set<String> unknown = DatabaseSettings.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "database {0}: the configuration holds {1}, which nothing reads",
          settings.options().name(),
          unknown);
    }
  }

  private static void createFolder(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException refused) {
      throw new DatabaseIOException(path + ": its folder cannot be made: " + refused, refused);
    }
  }

  /** Takes over what can change live. */
  @Modified
  void modified(Map<String, Object> properties) {
    DatabaseSettings wanted;
    try {
      wanted = DatabaseSettings.of(properties);
    } catch (RuntimeException rejected) {
      LOG.log(Level.ERROR, "{0}; the database goes on as before", rejected.getMessage());
      return;
    }
    warnOfUnknownKeys(properties);
    if (!settings.differsOnlyLive(wanted)) {
      LOG.log(
          Level.WARNING,
          "database {0}: only freelist, allocator, reader-tracing and reader-warning-millis change"
              + " live; the rest of the change counts from the next start",
          database.name());
    }
    for (SlotControl slot : database.slots()) {
      String name = partFor(slot, wanted);
      if (!java.util.Objects.equals(name, partFor(slot, settings))) {
        slot.pin(name);
      }
    }
    database.configureReaders(wanted.options());
    settings = wanted;
    warnOfAbsentParts();
  }

  /** A wanted part may still come; a misspelt one never does, and nobody should have to guess. */
  private void warnOfAbsentParts() {
    for (SlotControl slot : database.slots()) {
      SlotStatus status = slot.status();
      if (status.pinned() != null && !status.pinnedPresent()) {
        LOG.log(
            Level.WARNING,
            "database {0}: the {1} {2} is not here; there are {3}, and {4} serves until it comes",
            database.name(),
            slot.kind(),
            status.pinned(),
            status.candidates().stream().map(SlotStatus.CandidateStatus::name).toList(),
            status.active() == null ? "nothing" : status.active());
      }
    }
  }

  private static @Nullable String partFor(SlotControl slot, DatabaseSettings from) {
    return slot.kind().equals("freelist") ? from.options().freelist() : from.options().allocator();
  }

  /** Takes the service back, then closes the database. */
  @Deactivate
  void deactivate() {
    registration.unregister();
    database.close();
  }

  /** Gives each bundle a handle of its own. */
  private static final class PerBundle implements ServiceFactory<Database> {
    private final EngineDatabase database;

    PerBundle(EngineDatabase database) {
      this.database = database;
    }

    @Override
    public Database getService(Bundle bundle, ServiceRegistration<Database> registration) {
      String name = bundle.getSymbolicName();
      return new ClientDatabase(database, name == null ? "bundle " + bundle.getBundleId() : name);
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Database> registration, Database service) {
      if (service instanceof ClientDatabase handle) {
        handle.giveBack();
      }
    }
  }
}
