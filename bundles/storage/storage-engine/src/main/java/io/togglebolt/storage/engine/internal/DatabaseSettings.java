package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.InvalidConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database's configuration, read from the text or numbers that a configuration file gives.
 *
 * @param path the file
 * @param options how it is opened; the name is always set
 */
record DatabaseSettings(Path path, DatabaseOptions options) {
  /** An option that is a number within limits. */
  private interface Limit {
    DatabaseOptions set(DatabaseOptions options, long value);
  }

  private static final Map<String, Limit> LIMITS =
      Map.of(
          "page-size",
          // What is no int is no page size either: it is refused as the nearest int is.
          (options, value) ->
              options.withPageSize(Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          "lock-timeout-millis",
          DatabaseOptions::withLockTimeout,
          "vacancy-timeout-millis",
          DatabaseOptions::withVacancyTimeout,
          "initial-map-bytes",
          DatabaseOptions::withInitialMap,
          "reader-warning-millis",
          DatabaseOptions::withReaderWarning);

  /** The keys that are read: each reader of a value asks {@link #text} with one of them. */
  static final Set<String> KEYS = keys();

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(LIMITS.keySet());
    keys.addAll(
        List.of(
            "name",
            "path",
            "freelist",
            "allocator",
            "read-only",
            "no-sync",
            "strict",
            "freelist-persistence",
            "reader-tracing"));
    return Collections.unmodifiableSet(keys);
  }

  /** Keys that the container itself adds. */
  private static final Set<String> FOREIGN_PREFIXES =
      Set.of(
          "service.",
          "component.",
          "felix.",
          ".",
          "osgi.",
          "org.osgi.",
          "factory",
          "configurator.");

  /**
   * Reads a configuration.
   *
   * @throws InvalidConfigurationException when a value is missing, malformed or out of range
   */
  static DatabaseSettings of(Map<String, ?> properties) {
    String name = text(properties, "name");
    if (name == null) {
      throw new InvalidConfigurationException(
          "database configuration: name is missing; expected the name that others know it by");
    }
    String path = text(properties, "path");
    if (path == null) {
      throw new InvalidConfigurationException(
          "database " + name + ": path is missing; expected the database's file");
    }
    DatabaseOptions options = DatabaseOptions.defaults().withName(name);
    if (flag(name, properties, "read-only")) {
      options = options.asReadOnly();
    }
    options =
        options
            .withParts(text(properties, "freelist"), text(properties, "allocator"))
            .withNoSync(flag(name, properties, "no-sync"))
            .withStrict(flag(name, properties, "strict"))
            .withReaderTracing(flag(name, properties, "reader-tracing"))
            .withFreelistPersistence(persistence(name, properties));
    for (Map.Entry<String, Limit> limit : LIMITS.entrySet()) {
      options = limited(options, name, properties, limit.getKey(), limit.getValue());
    }
    return new DatabaseSettings(path(name, path), options);
  }

  private static Path path(String name, String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException malformed) {
      throw new InvalidConfigurationException(
          "database " + name + ": path \"" + path + "\" is no path: " + malformed.getReason(),
          malformed);
    }
  }

  /** An option's own check, with the key that the value stands at in the configuration. */
  private static DatabaseOptions limited(
      DatabaseOptions options, String name, Map<String, ?> properties, String key, Limit limit) {
    if (text(properties, key) == null) {
      return options;
    }
    try {
      return limit.set(options, number(name, properties, key));
    } catch (IllegalArgumentException outOfRange) {
      throw new InvalidConfigurationException(
          "database " + name + ": " + key + ": " + outOfRange.getMessage(), outOfRange);
    }
  }

  /** The keys that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Whether a change from these settings to the others can be made without opening the database
   * again.
   */
  boolean differsOnlyLive(DatabaseSettings other) {
    return path.equals(other.path) && withoutLive(options).equals(withoutLive(other.options));
  }

  private static DatabaseOptions withoutLive(DatabaseOptions options) {
    return options.withParts(null, null).withReaderTracing(false).withReaderWarning(0);
  }

  private static @Nullable String text(Map<String, ?> properties, String key) {
    Object value = properties.get(key);
    String text = value == null ? "" : value.toString().strip();
    return text.isEmpty() ? null : text;
  }

  private static long number(String name, Map<String, ?> properties, String key) {
    String text = String.valueOf(text(properties, key));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException malformed) {
      throw new InvalidConfigurationException(
          "database " + name + ": " + key + " is \"" + text + "\"; expected a whole number",
          malformed);
    }
  }

  private static FreelistPersistence persistence(String name, Map<String, ?> properties) {
    String text = text(properties, "freelist-persistence");
    return switch (text == null ? "lazy" : text) {
      case "always" -> FreelistPersistence.ALWAYS;
      case "never" -> FreelistPersistence.NEVER;
      case "lazy" -> FreelistPersistence.LAZY;
      default ->
          throw new InvalidConfigurationException(
              "database "
                  + name
                  + ": freelist-persistence is \""
                  + text
                  + "\"; expected always, never or lazy");
    };
  }

  private static boolean flag(String name, Map<String, ?> properties, String key) {
    String text = text(properties, key);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw new InvalidConfigurationException(
        "database " + name + ": " + key + " is \"" + text + "\"; expected true or false");
  }
}
