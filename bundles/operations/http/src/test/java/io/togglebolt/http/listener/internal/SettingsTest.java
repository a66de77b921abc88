package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
