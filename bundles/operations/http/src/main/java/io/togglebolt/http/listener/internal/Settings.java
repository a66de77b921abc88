package io.togglebolt.http.listener.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the configuration says. */
final class Settings {
  /** The loopback interface: nobody else reaches it. */
  static final String HOST = "127.0.0.1";

  /** The customary port of etcd's metrics. */
  static final String PORT = "2381";

  /** Often enough for a person who has freed a port, and nothing beside what else goes on. */
  static final int RETRY_SECONDS = 10;

  private static final int LONGEST_RETRY_SECONDS = 3_600;

  /** The keys that are read. */
  private static final Set<String> KEYS = Set.of("host", "port", "retry-seconds");

  /** Keys that the container itself adds begin so. */
  private static final Set<String> FOREIGN_PREFIXES =
      Set.of("service.", "component.", "felix.", ".", "osgi.", "org.osgi.", "configurator.");

  private Settings() {}

  /** The keys of a configuration that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Where to listen, or null for nowhere.
   *
   * @throws IllegalArgumentException when a value is none; the message says what was expected
   */
  static @Nullable Endpoint endpoint(String host, String port) {
    String wanted = port.strip();
    if (wanted.isEmpty()) {
      return null;
    }
    int number;
    try {
      number = Integer.parseInt(wanted);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "port is '" + port + "'; expected a number from 0 to " + Endpoint.PORT_MAX, wrong);
    }
    return number < 0 ? null : new Endpoint(host.isBlank() ? HOST : unbracketed(host), number);
  }

  /**
   * How long after a failure the port is tried again, in milliseconds.
   *
   * @throws IllegalArgumentException when the value is none; the message says what was expected
   */
  static long retryMillis(String retrySeconds) {
    String wanted = retrySeconds.strip();
    try {
      int seconds = wanted.isEmpty() ? RETRY_SECONDS : Integer.parseInt(wanted);
      if (seconds >= 1 && seconds <= LONGEST_RETRY_SECONDS) {
        return TimeUnit.SECONDS.toMillis(seconds);
      }
      throw noRetry(retrySeconds, null);
    } catch (NumberFormatException wrong) {
      throw noRetry(retrySeconds, wrong);
    }
  }

  private static IllegalArgumentException noRetry(String found, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "retry-seconds is '" + found + "'; expected a number from 1 to " + LONGEST_RETRY_SECONDS,
        cause);
  }

  private static String unbracketed(String host) {
    String stripped = host.strip();
    return stripped.startsWith("[") && stripped.endsWith("]")
        ? stripped.substring(1, stripped.length() - 1)
        : stripped;
  }
}
