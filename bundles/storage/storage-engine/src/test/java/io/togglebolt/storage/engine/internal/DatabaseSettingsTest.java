package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSettingsTest {
  private static Map<String, Object> complete() {
    return new HashMap<>(Map.of("name", "main", "path", "data/main.db"));
  }

  private static void assertRefused(Map<String, Object> properties, String... parts) {
    String message =
        String.valueOf(
            assertThrows(InvalidConfigurationException.class, () -> DatabaseSettings.of(properties))
                .getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void nameAndPathAreEnough() {
    DatabaseSettings settings = DatabaseSettings.of(complete());
    assertEquals(Path.of("data/main.db"), settings.path());
    assertEquals(DatabaseOptions.defaults().withName("main"), settings.options());
  }

  @Test
  void everySettingArrives() {
    Map<String, Object> all = complete();
    all.putAll(
        Map.of(
            "freelist", "legacy",
            "allocator", "first-fit",
            "page-size", 8192,
            "lock-timeout-millis", "7",
            "vacancy-timeout-millis", 8L,
            "initial-map-bytes", " 9 ",
            "no-sync", true,
            "freelist-persistence", "never",
            "read-only", "false"));
    all.putAll(Map.of("reader-tracing", "true", "reader-warning-millis", 10));
    assertEquals(
        DatabaseOptions.defaults()
            .withName("main")
            .withPageSize(8192)
            .withLockTimeout(7)
            .withParts("legacy", "first-fit")
            .withVacancyTimeout(8)
            .withInitialMap(9)
            .withNoSync(true)
            .withFreelistPersistence(FreelistPersistence.NEVER)
            .withReaderTracing(true)
            .withReaderWarning(10),
        DatabaseSettings.of(all).options());
    all.put("read-only", "true");
    DatabaseOptions reading = DatabaseSettings.of(all).options();
    assertTrue(reading.readOnly());
    assertFalse(reading.create());
  }

  @ParameterizedTest
  @CsvSource({"always, ALWAYS", "never, NEVER", "lazy, LAZY", "' ', LAZY"})
  void freelistPersistenceIsOneOfThreeWords(String word, FreelistPersistence expected) {
    Map<String, Object> properties = complete();
    properties.put("freelist-persistence", word);
    assertEquals(expected, DatabaseSettings.of(properties).options().freelistPersistence());
  }

  @Test
  void aMissingNameOrPathIsNamed() {
    Map<String, Object> nameless = complete();
    nameless.remove("name");
    assertRefused(nameless, "name is missing");
    Map<String, Object> pathless = complete();
    pathless.put("path", "  ");
    assertRefused(pathless, "database main", "path is missing");
    pathless.put("path", "a\0b");
    assertRefused(pathless, "database main", "path");
  }

  @ParameterizedTest
  @CsvSource({
    "page-size, 4k, whole number",
    "page-size, 1000, power of two",
    "page-size, 512, power of two",
    "page-size, 131072, power of two",
    "page-size, 4294971392, power of two",
    "page-size, 99999999999999999999, whole number",
    "lock-timeout-millis, 5s, whole number",
    "lock-timeout-millis, -1, negative",
    "vacancy-timeout-millis, -1, negative",
    "initial-map-bytes, -1, negative",
    "initial-map-bytes, 1.5, whole number",
    "read-only, yes, true or false",
    "no-sync, TRUE!, true or false",
    "reader-tracing, 1, true or false",
    "reader-warning-millis, -1, negative",
    "freelist-persistence, ALWAYS, 'always, never or lazy'",
    "freelist-persistence, at close, 'always, never or lazy'"
  })
  void aMalformedValueIsRefusedWithWhatIsExpected(String key, String value, String expected) {
    Map<String, Object> properties = complete();
    properties.put(key, value);
    assertRefused(properties, "database main", expected);
  }

  @Test
  void keysThatNobodyReadsAreNamed() {
    Map<String, Object> properties = complete();
    properties.put("freelst", "legacy");
    properties.put("pagesize", 4096);
    properties.put("service.pid", "io.togglebolt.database~main");
    properties.put(".private", 1);
    assertEquals(Set.of("freelst", "pagesize"), DatabaseSettings.unknownKeys(properties));
  }

  @Test
  void everyKeyThatIsReadIsKnown() {
    Set<String> read = new TreeSet<>();
    Map<String, Object> recording =
        new HashMap<>(complete()) {
          private static final long serialVersionUID = 1;

          @Override
          public Object get(Object key) {
            read.add((String) key);
            return super.get(key);
          }
        };
    DatabaseSettings.of(recording);
    assertEquals(DatabaseSettings.KEYS, read);
    Map<String, Object> all = complete();
    read.forEach(key -> all.put(key, ""));
    assertEquals(Set.of(), DatabaseSettings.unknownKeys(all));
  }

  @Test
  void otherPartsAndReadersSettingsCanBeHadWithoutOpeningAgain() {
    DatabaseSettings settings = DatabaseSettings.of(complete());
    Map<String, Object> other = complete();
    other.put("freelist", "legacy");
    other.put("allocator", "first-fit");
    other.put("reader-tracing", true);
    other.put("reader-warning-millis", 5);
    assertTrue(settings.differsOnlyLive(DatabaseSettings.of(other)));
    other.put("no-sync", true);
    assertFalse(settings.differsOnlyLive(DatabaseSettings.of(other)));
  }
}
