package io.togglebolt.itests.container;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.wal.Wal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A log that is open because a configuration says so; closing this deletes the latter. */
final class ConfiguredLog implements AutoCloseable {
  static final String PID = "io.togglebolt.log";

  /** The kind of its slot. */
  static final String KIND = "wal";

  private final String name;
  private final Configuration configuration;

  private ConfiguredLog(String name, Configuration configuration) {
    this.name = name;
    this.configuration = configuration;
  }

  static ConfiguredLog open(String name, Map<String, String> options) throws Exception {
    ConfiguredLog log = new ConfiguredLog(name, newConfiguration());
    log.configure(options);
    log.wal();
    return log;
  }

  static Configuration newConfiguration() throws Exception {
    return Container.service(ConfigurationAdmin.class, null).createFactoryConfiguration(PID, "?");
  }

  static Path directory(String name) {
    return Path.of(System.getProperty(ExamOptions.DATA), name + ".wal");
  }

  static String filter(String name) {
    return "(togglebolt.log=" + name + ")";
  }

  static Dictionary<String, Object> properties(String name, Map<String, String> options) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("name", name);
    properties.put("directory", directory(name).toString());
    options.forEach(properties::put);
    return properties;
  }

  void configure(Map<String, String> options) throws IOException {
    configuration.update(properties(name, options));
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory(name);
  }

  /** The open log; not kept here, as the bundle that opened it may go. */
  Wal wal() throws Exception {
    return Container.service(Wal.class, filter(name));
  }

  /** Its slot, where it has one. */
  static Optional<SlotControl> findSlot(String name) throws Exception {
    return Container.service(SlotRegistry.class, null).slots().stream()
        .filter(slot -> slot.kind().equals(KIND) && slot.owner().equals(name))
        .findFirst();
  }

  SlotControl slot() throws Exception {
    return findSlot(name).orElseThrow(() -> new AssertionError(name + " has no slot"));
  }

  /** Waits until its slot is as wanted. */
  void await(SlotStatus.State state) throws Exception {
    SlotControl slot = slot();
    Await.until(name + " is " + state, slot::status, () -> slot.status().state() == state);
  }

  /** Waits until a writer serves whose candidate is there. */
  void awaitWriter(String writer) throws Exception {
    SlotControl slot = slot();
    Await.until(
        name + " is written by " + writer,
        slot::status,
        () ->
            slot.status().state() == SlotStatus.State.SERVING
                && writer.equals(slot.status().active()));
  }

  @Override
  public void close() throws IOException {
    configuration.delete();
    awaitClosed(name);
  }

  /** Waits until nothing is left of it; its files are the last that it gives up. */
  static void awaitClosed(String name) {
    Await.until(
        name + " is closed",
        () ->
            !Container.isRegistered(Wal.class, filter(name))
                && findSlot(name).isEmpty()
                && OpenFiles.below(directory(name)).isEmpty());
  }
}
