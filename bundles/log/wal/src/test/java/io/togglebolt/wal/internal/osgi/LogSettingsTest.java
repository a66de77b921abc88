package io.togglebolt.wal.internal.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
  private static Map<String, Object> with(Object... more) {
    Map<String, Object> properties = new HashMap<>(Map.of("name", "a", "directory", "/logs/a"));
    for (int i = 0; i < more.length; i += 2) {
      properties.put((String) more[i], more[i + 1]);
    }
    return properties;
  }

  @Test
  void whatIsNotSaidIsAsByDefault() {
    LogSettings settings = LogSettings.of(with("writer", "  "));
    assertEquals("a", settings.name());
    assertEquals(Path.of("/logs/a"), settings.directory());
    assertEquals(new WalMetadata(1, 1), settings.metadata());
    assertNull(settings.writer());
    WalOptions defaults = WalOptions.defaults();
    assertEquals(defaults.segmentBytes(), settings.options().segmentBytes());
    assertEquals(defaults.bufferBytes(), settings.options().bufferBytes());
    assertEquals(defaults.slowSyncMillis(), settings.options().slowSyncMillis());
    assertEquals(defaults.vacancyTimeoutMillis(), settings.options().vacancyTimeoutMillis());
  }

  @Test
  void everyKeyIsReadFromTextAndFromNumbers() {
    LogSettings settings =
        LogSettings.of(
            with(
                "node-id", "8e9e05c52164694d",
                "cluster-id", "CDF818194E3A8C32",
                "writer", "dsync",
                "segment-bytes", "8192",
                "buffer-bytes", 65536,
                "vacancy-timeout-millis", 5L,
                "slow-sync-millis", "0"));
    assertEquals(new WalMetadata(0x8e9e05c52164694dL, 0xcdf818194e3a8c32L), settings.metadata());
    assertEquals("dsync", settings.writer());
    assertEquals(8192, settings.options().segmentBytes());
    assertEquals(65536, settings.options().bufferBytes());
    assertEquals(5, settings.options().vacancyTimeoutMillis());
    assertEquals(0, settings.options().slowSyncMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "name, '', 'log configuration: name is missing; expected the name that others know it by'",
    "directory, ' ', 'log a: directory is missing; expected where its segments are'",
    "segment-bytes, x, 'log a: segment-bytes is \"x\"; expected a whole number'",
    "segment-bytes, 7, 'log a: segment-bytes: segment size is 7; expected 4096 or more'",
    "buffer-bytes, 4294967296,"
        + " 'log a: buffer-bytes: buffer size is 4294967296; expected 1073741824 or less'",
    "slow-sync-millis, -1,"
        + " 'log a: slow-sync-millis: limit of a slow sync is -1; expected 0 or more'",
    "vacancy-timeout-millis, -1,"
        + " 'log a: vacancy-timeout-millis: vacancy timeout is -1; expected 0 or more'",
    "node-id, 0x1,"
        + " 'log a: node-id is \"0x1\"; expected 1 to 16 hexadecimal digits, as etcd shows an id'"
  })
  void aMistakeIsOneLineThatNamesTheKey(String key, String value, String line) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> LogSettings.of(with(key, value)));
    assertEquals(line, wrong.getMessage());
    assertNull(wrong.getCause(), "the last cause is what is shown");
  }

  @Test
  void aDirectoryThatIsNoPathIsNamed() {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class, () -> LogSettings.of(with("directory", "a\0b")));
    assertTrue(wrong.getMessage().startsWith("log a: directory \"a\0b\" is no path: "));
  }

  @Test
  void keysThatNobodyReadsAreFoundAndThoseOfTheContainerAreNot() {
    assertEquals(
        Set.of("wirter", "segment.bytes"),
        LogSettings.unknownKeys(
            with(
                "wirter", "x",
                "segment.bytes", 1,
                "service.pid", "p",
                "felix.fileinstall.filename", "f",
                "component.name", "c")));
  }

  @Test
  void theDescriptionOfTheConfigurationHasTheSameKeys() {
    assertEquals(
        LogSettings.KEYS,
        Arrays.stream(LogComponent.Config.class.getDeclaredMethods())
            .map(Method::getName)
            .map(name -> name.replace("$_$", "-"))
            .collect(Collectors.toSet()));
  }

  @Test
  void onlyTheWriterMayDifferLive() {
    LogSettings before = LogSettings.of(with());
    assertTrue(before.differsOnlyInWriter(LogSettings.of(with("writer", "dsync"))));
    for (Map<String, Object> other :
        java.util.List.of(
            with("directory", "/b"),
            with("node-id", "2"),
            with("segment-bytes", 8192),
            with("buffer-bytes", 8192),
            with("vacancy-timeout-millis", 1),
            with("slow-sync-millis", 1),
            with("name", "b"))) {
      assertFalse(before.differsOnlyInWriter(LogSettings.of(other)), other::toString);
    }
  }
}
