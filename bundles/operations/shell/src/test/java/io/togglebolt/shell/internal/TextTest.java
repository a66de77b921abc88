package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(strings = {"alice", "two words", "users/active", "Grüße, 世界", "7", "\uD83D\uDE00"})
  void printableTextIsShownAsItIs(String text) {
    assertEquals(text, Text.show(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0x00", // a control character
    "610a62, 0x610a62", // a line break
    "ff, 0xff", // no UTF-8
    "c3, 0xc3", // UTF-8 that ends too early
    "1b5b33316d, 0x1b5b33316d", // an escape sequence
    "e280ae, 0xe280ae", // turns the text around
    "3078, 0x3078", // the text 0x itself
    "30786162, 0x30786162", // the text 0xab
    "6120, 0x6120", // a blank at the end
  })
  void whatCouldBeMistakenIsShownInHexadecimal(String bytes, String shown) {
    assertEquals(shown, Text.show(HexFormat.of().parseHex(bytes)));
  }

  @Test
  void noByteAtAllIsShownAndRead() {
    assertEquals("0x", Text.show(new byte[0]));
    assertArrayEquals(new byte[0], Text.parse("0x"));
    assertArrayEquals(new byte[0], Text.parse(""));
  }

  @Test
  void whatIsShownIsReadBackAsTheSameBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      for (int j = 0; random.nextBoolean() && j < bytes.length; j++) {
        bytes[j] = (byte) "0xab /\n".charAt(random.nextInt(7));
      }
      assertArrayEquals(bytes, Text.parse(Text.show(bytes)), "seed " + seed);
      assertArrayEquals(bytes, Text.parse(Text.hex(bytes)), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1", "0xzz", "0x 1"})
  void textThatOnlyLooksHexadecimalIsRefusedAndNamed(String text) {
    CommandException refused = assertThrows(CommandException.class, () -> Text.parse(text));
    assertTrue(refused.toString().contains("'" + text + "'"), refused.toString());
  }
}
