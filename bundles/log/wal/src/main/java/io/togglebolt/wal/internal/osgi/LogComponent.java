package io.togglebolt.wal.internal.osgi;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.internal.OpenLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
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

/**
 * A configured log: open as long as its configuration is there, for those who only append. The
 * wanted writer changes live; for anything else the log is opened again on the next start, and the
 * log of the container says so.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = LogComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LogComponent.Config.class, factory = true)
public final class LogComponent {
  /** The factory PID of log configurations. */
  public static final String PID = "io.togglebolt.log";

  /** The service property that holds a log's name. */
  static final String NAME = "togglebolt.log";

  private static final String DIRECTORY = "togglebolt.directory";
  private static final Logger LOG = System.getLogger(LogComponent.class.getName());

  /** A log's configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt log",
      description = "A write-ahead log that is open as long as this configuration is there.")
  public @interface Config {
    /** The name. */
    @AttributeDefinition(description = "The name that others know the log by.")
    String name();

    /** The directory. */
    @AttributeDefinition(description = "Where its segments are; made when there is no log in it.")
    String directory();

    /** The node. */
    @AttributeDefinition(
        required = false,
        description = "The member that writes a new log, in hexadecimal; a log has its own.")
    String node$_$id() default "1";

    /** The cluster. */
    @AttributeDefinition(
        required = false,
        description = "The cluster of a new log, in hexadecimal; a log has its own.")
    String cluster$_$id() default "1";

    /** The writer. */
    @AttributeDefinition(
        required = false,
        description = "The wanted writer; empty for the highest ranking. Live.")
    String writer() default "";

    /** The size of segments. */
    @AttributeDefinition(
        required = false,
        description = "Where a segment ends, in bytes; at least 4096.")
    long segment$_$bytes() default 64_000_000;

    /** The size of buffers. */
    @AttributeDefinition(
        required = false,
        description = "How many bytes may wait while as many are written; from 4096 to 1073741824.")
    int buffer$_$bytes() default 1_048_576;

    /** The vacancy timeout. */
    @AttributeDefinition(
        required = false,
        description = "How long a save waits while no writer is there, in milliseconds.")
    long vacancy$_$timeout$_$millis() default 10_000;

    /** Slow syncs. */
    @AttributeDefinition(
        required = false,
        description = "A sync that takes longer is warned of; in milliseconds, 0 for never.")
    long slow$_$sync$_$millis() default 1_000;
  }

  private final OpenLog log;
  private final ServiceRegistration<Wal> registration;
  private LogSettings settings;

  /** Made by Declarative Services; opens the log. */
  @Activate
  public LogComponent(
      BundleContext context, @Reference WalComponent logs, Map<String, Object> properties) {
    settings = LogSettings.of(properties);
    warnOfUnknownKeys(properties);
    requireFree(context, settings);
    log = logs.openOrCreate(settings);
    Dictionary<String, Object> described = new Hashtable<>();
    described.put(NAME, settings.name());
    described.put(DIRECTORY, located(settings));
    try {
      registration = context.registerService(Wal.class, log, described);
    } catch (RuntimeException stopping) {
      log.close();
      throw stopping;
    }
    warnOfAbsentWriter();
  }

  /** The locks would refuse a directory that is in use, too, but can't say by whom. */
  private static void requireFree(BundleContext context, LogSettings wanted) {
    try {
      for (ServiceReference<Wal> other :
          context.getServiceReferences(Wal.class, "(" + NAME + "=*)")) {
        if (wanted.name().equals(other.getProperty(NAME))) {
          throw new IllegalArgumentException(
              "log "
                  + wanted.name()
                  + ": "
                  + wanted.directory()
                  + " asks for the name that "
                  + other.getProperty(DIRECTORY)
                  + " has; expected a name of its own");
        }
        if (located(wanted).equals(other.getProperty(DIRECTORY))) {
          throw new IllegalArgumentException(
              "log "
                  + wanted.name()
                  + ": directory is "
                  + wanted.directory()
                  + ", which log "
                  + other.getProperty(NAME)
                  + " has open; expected one of its own");
        }
      }
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String located(LogSettings settings) {
    return settings.directory().toAbsolutePath().normalize().toString();
  }

  private void warnOfUnknownKeys(Map<String, Object> properties) {
    Set<String> unknown = LogSettings.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "log {0}: the configuration holds {1}, which nothing reads",
          settings.name(),
          unknown);
    }
  }

  /** Takes over what can change live. */
  @Modified
  void modified(Map<String, Object> properties) {
    LogSettings wanted;
    try {
      wanted = LogSettings.of(properties);
    } catch (RuntimeException rejected) {
      LOG.log(Level.ERROR, "{0}; the log goes on as before", rejected.getMessage());
      return;
    }
    warnOfUnknownKeys(properties);
    if (!settings.differsOnlyInWriter(wanted)) {
      LOG.log(
          Level.WARNING,
          "log {0}: only writer changes live; the rest of the change counts from the next start",
          settings.name());
    }
    if (!Objects.equals(wanted.writer(), settings.writer())) {
      log.slot().pin(wanted.writer());
    }
    settings = wanted;
    warnOfAbsentWriter();
  }

  /** A wanted writer may still come; a misspelt one never does, and nobody should have to guess. */
  private void warnOfAbsentWriter() {
    SlotControl slot = log.slot();
    SlotStatus status = slot.status();
    if (status.pinned() != null && !status.pinnedPresent()) {
      LOG.log(
          Level.WARNING,
          "log {0}: the writer {1} is not here; there are {2}, and {3} serves until it comes",
          settings.name(),
          status.pinned(),
          status.candidates().stream().map(SlotStatus.CandidateStatus::name).toList(),
          status.active() == null ? "nothing" : status.active());
    }
  }

  /** Takes the service back, then closes the log. */
  @Deactivate
  void deactivate() {
    registration.unregister();
    log.close();
  }
}
