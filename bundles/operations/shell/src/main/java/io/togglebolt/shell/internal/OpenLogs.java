package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVisitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The logs that commands can name: those that are configured, which come and go as services, and
 * those that commands opened, which are closed when the shell's bundle stops, or the one that makes
 * logs. That one may be missing. Thread-safe. One lock guards the maps; a log is opened and closed
 * outside it, because that can take long.
 */
@Component(service = OpenLogs.class, immediate = true)
public final class OpenLogs {
  private static final String NAME = "togglebolt.log";
  private static final String SLOT = "wal";

  private final SlotRegistry slots;
  private final Object lock = new Object();
  private final TreeMap<String, Wal> configured = new TreeMap<>();
  private final TreeMap<String, Wal> opened = new TreeMap<>();
  private volatile @Nullable WalFactory factory;

  /** With nothing open. */
  @Activate
  public OpenLogs(@Reference SlotRegistry slots) {
    this.slots = slots;
  }

  /** Logs can be made and opened from now on. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindFactory(WalFactory came) {
    factory = came;
  }

  /** Its logs cannot stay without it; another one may have come before. */
  public void unbindFactory(WalFactory went) {
    if (factory == went) {
      factory = null;
    }
    close();
  }

  /** A configured log has come. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void bindLog(Wal log, Map<String, Object> properties) {
    synchronized (lock) {
      configured.put(name(log, properties), log);
    }
  }

  /** A configured log is gone. */
  public void unbindLog(Wal log, Map<String, Object> properties) {
    synchronized (lock) {
      // Of two logs of one name the later one stays when the earlier one leaves.
      configured.remove(name(log, properties), log);
    }
  }

  private static String name(Wal log, Map<String, Object> properties) {
    return properties.get(NAME) instanceof String name ? name : log.status().name();
  }

  /** Closes what commands opened. */
  @Deactivate
  public void close() {
    List<Wal> mine;
    synchronized (lock) {
      mine = List.copyOf(opened.values());
      opened.clear();
    }
    mine.forEach(Wal::close);
  }

  /**
   * Makes and opens logs.
   *
   * @throws CommandException when nobody does
   */
  WalFactory factory() {
    WalFactory now = factory;
    if (now == null) {
      throw new CommandException(
          "there are no logs: the bundle io.togglebolt.wal makes and opens them, and is not"
              + " started");
    }
    return now;
  }

  /** All of them, by name. */
  List<NamedLog> all() {
    TreeMap<String, NamedLog> all = new TreeMap<>();
    synchronized (lock) {
      opened.forEach((n, log) -> all.put(n, new NamedLog(n, log, OpenDatabase.Origin.SHELL)));
      configured.forEach(
          (n, log) -> all.put(n, new NamedLog(n, log, OpenDatabase.Origin.CONFIGURATION)));
    }
    return List.copyOf(all.values());
  }

  /** The log of a name or, where there is none, the only one that is open. */
  NamedLog namedOrOnly(Optional<String> name) {
    return name.map(this::named).orElseGet(this::only);
  }

  /**
   * The log of that name.
   *
   * @throws CommandException when there is none; the message lists those there are
   */
  NamedLog named(String name) {
    List<NamedLog> all = all();
    return all.stream()
        .filter(log -> log.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new CommandException("no log '" + name + "' is open; " + listed(all)));
  }

  private NamedLog only() {
    List<NamedLog> all = all();
    if (all.size() != 1) {
      throw new CommandException("say which log: " + listed(all));
    }
    return all.getFirst();
  }

  private static String listed(List<NamedLog> all) {
    if (!all.isEmpty()) {
      return "open are: " + String.join(", ", all.stream().map(NamedLog::name).toList());
    }
    if (!OneShot.isThis()) {
      return "none is open (wal:open DIR opens one, with --create a new one)";
    }
    return OneShot.configuredLogs().isEmpty()
        ? "none is open in this process, which is there for one command only; "
            + OneShot.LASTING_LOG
        : "none is open; name one of the configured: " + OneShot.configuredLogs();
  }

  /**
   * The slot of a log's writer.
   *
   * @throws CommandException when it has none any more
   */
  SlotControl slot(NamedLog log) {
    String owner = log.wal().status().name();
    return slots.slots().stream()
        .filter(slot -> slot.kind().equals(SLOT) && slot.owner().equals(owner))
        .findFirst()
        .orElseThrow(() -> new CommandException("log '" + log.name() + "' is closed"));
  }

  /** The slots of the writers of all open logs. */
  List<SlotControl> slots() {
    return slots.slots().stream().filter(slot -> slot.kind().equals(SLOT)).toList();
  }

  /** Makes a log and keeps it open. */
  NamedLog create(String name, Path directory, WalMetadata metadata, WalOptions options) {
    return keep(name, directory, maker -> maker.create(directory, metadata, options));
  }

  /**
   * Opens a log where somebody who only appends goes on: at its last mark. What stands before that
   * need not be there any more.
   */
  NamedLog open(String name, Path directory, WalOptions options) {
    return keep(
        name,
        directory,
        maker -> {
          SnapshotMark last = maker.tools().verify(directory).lastMark();
          return maker.open(directory, last, WalVisitor.NONE, options);
        });
  }

  private NamedLog keep(String name, Path directory, Function<WalFactory, Wal> way) {
    if (all().stream().anyMatch(log -> log.name().equals(name))) {
      throw inUse(name, directory);
    }
    Wal log = way.apply(factory());
    synchronized (lock) {
      if (!configured.containsKey(name) && opened.putIfAbsent(name, log) == null) {
        return new NamedLog(name, log, OpenDatabase.Origin.SHELL);
      }
    }
    log.close();
    throw inUse(name, directory);
  }

  private static CommandException inUse(String name, Path directory) {
    return new CommandException(
        directory + ": a log named '" + name + "' is already open; choose another with --name");
  }

  /**
   * Closes a log that a command opened.
   *
   * @throws CommandException when it is configured, or there is none of that name
   */
  void close(String name) {
    Wal mine;
    synchronized (lock) {
      mine = configured.containsKey(name) ? null : opened.remove(name);
    }
    if (mine == null) {
      NamedLog other = named(name);
      throw new CommandException(
          "log '"
              + other.name()
              + "' is configured, not opened by the shell; delete its configuration to close it");
    }
    mine.close();
  }
}
