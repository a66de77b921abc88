package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Inspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A database that is open because a configuration says so; closing this deletes the latter. */
final class ConfiguredDatabase implements AutoCloseable {
  static final String PID = "io.togglebolt.database";

  private final String name;
  private final Path path;
  private final Configuration configuration;
  private final Database database;

  private ConfiguredDatabase(String name, Path path, Configuration configuration, Database opened) {
    this.name = name;
    this.path = path;
    this.configuration = configuration;
    this.database = opened;
  }

  static ConfiguredDatabase open(String name, Map<String, String> options) throws Exception {
    Path path = Path.of(System.getProperty(ExamOptions.DATA), name + ".db");
    Configuration configuration = newConfiguration();
    configuration.update(properties(name, path, options));
    return new ConfiguredDatabase(
        name, path, configuration, Container.service(Database.class, filter(name)));
  }

  static Configuration newConfiguration() throws Exception {
    return Container.service(ConfigurationAdmin.class, null).createFactoryConfiguration(PID, "?");
  }

  static String filter(String name) {
    return "(togglebolt.database=" + name + ")";
  }

  private static Dictionary<String, Object> properties(
      String name, Path path, Map<String, String> options) {
    Dictionary<String, Object> properties = new Hashtable<>(options);
    properties.put("name", name);
    properties.put("path", path.toString());
    return properties;
  }

  void configure(Map<String, String> options) throws IOException {
    configuration.update(properties(name, path, options));
  }

  String name() {
    return name;
  }

  Path path() {
    return path;
  }

  Database database() {
    return database;
  }

  SlotControl slot(String kind) {
    return database.slots().stream()
        .filter(slot -> slot.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  SlotStatus freelist() {
    return slot("freelist").status();
  }

  /** Waits until a policy serves whose candidate is there. */
  void awaitPolicy(String policy) {
    Await.until(
        name + " is served by " + policy,
        this::freelist,
        () -> freelist().state() == SlotStatus.State.SERVING && policy.equals(freelist().active()));
  }

  /** The same, by the policy of this very revision of a bundle. */
  void awaitPolicy(String policy, Bundle bundle) {
    awaitPolicy(policy);
    String key = bundle.getBundleId() + "/" + bundle.getLastModified() + "/";
    Await.until(
        name + " is served by " + policy + " of " + key,
        this::freelist,
        () ->
            freelist().candidates().stream()
                .anyMatch(each -> each.active() && each.key().startsWith(key)));
  }

  void check() {
    try (Inspection inspection = database.inspect()) {
      assertEquals(name + " is sound", List.of(), inspection.check());
    }
  }

  @Override
  public void close() throws IOException {
    configuration.delete();
    Await.until(name + " is closed", () -> !Container.isRegistered(Database.class, filter(name)));
  }
}
