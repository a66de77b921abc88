package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration may say, and whom the loopback interface answers. */
class SettingsTest {

  @Test
  void hostAndPortAreTaken() {
    assertEquals(new Endpoint("127.0.0.1", 2381), Settings.endpoint(Settings.HOST, Settings.PORT));
    assertEquals(new Endpoint("::1", 0), Settings.endpoint(" [::1] ", " 0 "));
    assertEquals(new Endpoint("127.0.0.1", 80), Settings.endpoint(" ", "80"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1"})
  void noPortIsOff(String port) {
    assertNull(Settings.endpoint("127.0.0.1", port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "2381/tcp", "65536", "99999999999"})
  void whatIsNoPortIsRefusedByName(String port) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Settings.endpoint("127.0.0.1", port));
    assertTrue(
        refused.getMessage().startsWith("port is ") && refused.getMessage().contains(port),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:2381",
        "db.localhost",
        "127.0.0.1:2381",
        "10.1.2.3",
        "[::1]:2381",
        "[::1]",
        "box.example:1"
      })
  void ownNamesAndAddressesAreLocal(String header) {
    assertTrue(Hosts.isLocal(header, "box.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:2381",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "notlocalhost",
        "",
        "a:b:c"
      })
  void foreignNamesAreNot(String header) {
    assertFalse(Hosts.isLocal(header, "127.0.0.1"));
  }

  @Test
  void whatTheContainerAddsIsNoUnknownKey() {
    assertEquals(
        Set.of("prot"),
        Settings.unknownKeys(
            Map.of(
                "host",
                "::1",
                "port",
                0,
                "prot",
                1,
                "service.pid",
                "io.togglebolt.http",
                "component.id",
                7L,
                "felix.fileinstall.filename",
                "file:x",
                ".private",
                1)));
  }

  @Test
  void theTimeToTheNextAttemptIsTaken() {
    assertEquals(10_000, Settings.retryMillis(" "));
    assertEquals(1_000, Settings.retryMillis(" 1 "));
    assertEquals(3_600_000, Settings.retryMillis("3600"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3601", "1.5", "10 s", "99999999999"})
  void whatIsNoTimeToTheNextAttemptIsRefusedByName(String seconds) {
    assertEquals(
        "retry-seconds is '" + seconds + "'; expected a number from 1 to 3600",
        assertThrows(IllegalArgumentException.class, () -> Settings.retryMillis(seconds))
            .getMessage());
  }

  private static ListenerComponent.Config config(String port) {
    return config(port, "");
  }

  private static ListenerComponent.Config config(String port, String retrySeconds) {
    return new ListenerComponent.Config() {
      @Override
      public String host() {
        return Settings.HOST;
      }

      @Override
      public String port() {
        return port;
      }

      @Override
      public String retry$_$seconds() {
        return retrySeconds;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return ListenerComponent.Config.class;
      }
    };
  }

  @Test
  void aTimeThatIsNoneIsNamedAndWhatWasBeforeGoesOn() {
    try (Log log = new Log()) {
      ListenerComponent component = new ListenerComponent(config("0", "2"), Map.of());
      try {
        URI before = component.address().orElseThrow();
        component.modified(config("-1", "soon"), Map.of("retry-seconds", "soon"));
        assertEquals(Optional.of(before), component.address());
        assertEquals(
            "SEVERE retry-seconds is 'soon'; expected a number from 1 to 3600 in the configuration"
                + " io.togglebolt.http; it goes on listening at "
                + before,
            log.lines().getLast());
      } finally {
        component.deactivate();
      }
    }
  }

  @Test
  void aKeyThatNothingReadsIsNamed() {
    try (Log log = new Log()) {
      ListenerComponent component = new ListenerComponent(config("-1"), Map.of("prot", 1));
      try {
        String warning =
            "WARNING the configuration io.togglebolt.http holds [prot], which nothing reads";
        assertEquals(List.of(warning), log.lines());
        component.modified(config(""), Map.of("port", "", "service.pid", "x"));
        assertEquals(List.of(warning), log.lines());
        component.modified(config("-1"), Map.of("prot", 1));
        assertEquals(List.of(warning, warning), log.lines());
      } finally {
        component.deactivate();
      }
    }
  }
}
