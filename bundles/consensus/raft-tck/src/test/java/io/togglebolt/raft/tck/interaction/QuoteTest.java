package io.togglebolt.raft.tck.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteTest {
  @Test
  void printableTextStandsAsItIs() {
    assertEquals("\"\"", Quote.quote(new byte[0]));
    assertEquals("\"foo bär € 𝄞\"", Quote.quote("foo bär € 𝄞".getBytes(StandardCharsets.UTF_8)));
  }

  /** Each pair was printed by Go's {@code fmt.Sprintf("%q", bytes)}. */
  @ParameterizedTest
  @CsvSource({
    "22, \\\"",
    "5c, \\\\",
    "07, \\a",
    "08, \\b",
    "0c, \\f",
    "0a, \\n",
    "0d, \\r",
    "09, \\t",
    "0b, \\v",
    "00, \\x00",
    "1f, \\x1f",
    "7f, \\x7f",
    "c285, \\u0085",
    "c2a0, \\u00a0",
    "e280a8, \\u2028",
    "f48fbfbf, \\U0010ffff",
    "80, \\x80",
    "ff, \\xff",
    "c080, \\xc0\\x80",
    "e08080, \\xe0\\x80\\x80",
    "eda080, \\xed\\xa0\\x80",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "c3, \\xc3",
    "61c362, a\\xc3b",
  })
  void everythingElseIsEscaped(String hex, String text) {
    assertEquals('"' + text + '"', Quote.quote(HexFormat.of().parseHex(hex)));
  }
}
