package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketPathTest {

  @ParameterizedTest
  @ValueSource(strings = {"users", "users/active", "0x00ff/active", "a/0x612f62/c"})
  void aPathIsShownAsItWasTyped(String path) {
    assertEquals(path, BucketPath.parse(path).toString());
  }

  @Test
  void aNameWithASlashIsShownInHexadecimal() {
    byte[] name = "a/b".getBytes(StandardCharsets.UTF_8);
    assertEquals("0x612f62", BucketPath.showName(name));
    assertArrayEquals(name, BucketPath.parse("users/0x612f62").last());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "users/", "/users", "a//b", "a/0x"})
  void anEmptyNameIsRefused(String path) {
    CommandException refused = assertThrows(CommandException.class, () -> BucketPath.parse(path));
    assertTrue(refused.toString().contains("'" + path + "'"), refused.toString());
  }
}
