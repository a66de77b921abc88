package io.togglebolt.wal.internal.osgi;

import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A log's configuration, read from the text or numbers that a configuration file gives.
 *
 * <p>What is wrong in it is told without a cause: of what fails at a start the last cause is shown,
 * and only these messages name the key.
 *
 * @param directory where it is, or is made
 * @param metadata whose a new one is
 * @param options how it is opened; the name is always set
 */
record LogSettings(Path directory, WalMetadata metadata, WalOptions options) {
  private static final int HEX = 16;

  /** Whose a new log is, unless it is said: etcd takes an id of 0 for a missing one. */
  private static final long DEFAULT_ID = 1;

  /** The keys that are read. */
  static final Set<String> KEYS =
      Set.of(
          "name",
          "directory",
          "node-id",
          "cluster-id",
          "writer",
          "segment-bytes",
          "buffer-bytes",
          "vacancy-timeout-millis",
          "slow-sync-millis");

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

  /** An option that is a number within limits. */
  private interface Limit {
    WalOptions set(WalOptions options, long value);
  }

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException when a value is missing, malformed or out of range
   */
  static LogSettings of(Map<String, ?> properties) {
    String name = text(properties, "name");
    if (name == null) {
      throw new IllegalArgumentException(
          "log configuration: name is missing; expected the name that others know it by");
    }
    String directory = text(properties, "directory");
    if (directory == null) {
      throw new IllegalArgumentException(
          "log " + name + ": directory is missing; expected where its segments are");
    }
    Source source = new Source(name, properties);
    WalOptions options =
        WalOptions.defaults().withName(name).withWriter(text(properties, "writer"));
    options = source.limited(options, "segment-bytes", WalOptions::withSegmentBytes);
    options = source.limited(options, "buffer-bytes", LogSettings::withBufferBytes);
    options =
        source.limited(options, "vacancy-timeout-millis", WalOptions::withVacancyTimeoutMillis);
    options = source.limited(options, "slow-sync-millis", WalOptions::withSlowSyncMillis);
    return new LogSettings(
        source.path(directory),
        new WalMetadata(source.id("node-id"), source.id("cluster-id")),
        options);
  }

  private static WalOptions withBufferBytes(WalOptions options, long value) {
    if (value > WalOptions.MAX_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "buffer size is " + value + "; expected " + WalOptions.MAX_BUFFER_BYTES + " or less");
    }
    return options.withBufferBytes((int) value);
  }

  /** The keys that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name. */
  String name() {
    return options.name().orElseThrow();
  }

  /** The wanted writer; null leaves it to the ranking. */
  @Nullable String writer() {
    return options.writer().orElse(null);
  }

  /** Whether the writer is all that these settings and the others differ in. */
  boolean differsOnlyInWriter(LogSettings other) {
    return directory.equals(other.directory)
        && metadata.equals(other.metadata)
        && name().equals(other.name())
        && options.segmentBytes() == other.options.segmentBytes()
        && options.bufferBytes() == other.options.bufferBytes()
        && options.vacancyTimeoutMillis() == other.options.vacancyTimeoutMillis()
        && options.slowSyncMillis() == other.options.slowSyncMillis();
  }

  private static @Nullable String text(Map<String, ?> properties, String key) {
    Object value = properties.get(key);
    String text = value == null ? "" : value.toString().strip();
    return text.isEmpty() ? null : text;
  }

  /** The values of one log's configuration, and its name for messages. */
  private record Source(String name, Map<String, ?> properties) {

    Path path(String directory) {
      try {
        return Path.of(directory);
      } catch (InvalidPathException malformed) {
        throw new IllegalArgumentException(
            "log "
                + name
                + ": directory \""
                + directory
                + "\" is no path: "
                + malformed.getReason());
      }
    }

    /** An option's own check, with the key that the value stands at in the configuration. */
    WalOptions limited(WalOptions options, String key, Limit limit) {
      String text = text(properties, key);
      if (text == null) {
        return options;
      }
      long value;
      try {
        value = Long.parseLong(text);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException(
            "log " + name + ": " + key + " is \"" + text + "\"; expected a whole number");
      }
      try {
        return limit.set(options, value);
      } catch (IllegalArgumentException outOfRange) {
        throw new IllegalArgumentException(
            "log " + name + ": " + key + ": " + outOfRange.getMessage());
      }
    }

    long id(String key) {
      String text = text(properties, key);
      try {
        return text == null ? DEFAULT_ID : Long.parseUnsignedLong(text, HEX);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException(
            "log "
                + name
                + ": "
                + key
                + " is \""
                + text
                + "\"; expected 1 to 16 hexadecimal digits, as etcd shows an id");
      }
    }
  }
}
