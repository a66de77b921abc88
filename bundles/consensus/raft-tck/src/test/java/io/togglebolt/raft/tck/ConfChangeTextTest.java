package io.togglebolt.raft.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfChangeTextTest {
  @Test
  void changesAreReadAndWritten() {
    List<ConfChangeSingle> changes =
        List.of(
            new ConfChangeSingle(ConfChangeType.ADD_NODE, 1),
            new ConfChangeSingle(ConfChangeType.ADD_LEARNER_NODE, 2),
            new ConfChangeSingle(ConfChangeType.REMOVE_NODE, 3),
            new ConfChangeSingle(ConfChangeType.UPDATE_NODE, -1));
    String text = "v1 l2 r3 u18446744073709551615";
    assertEquals(changes, ConfChangeText.parse(text));
    assertEquals(changes, ConfChangeText.parse(" v1  l2\nr3 u18446744073709551615\n"));
    assertEquals(text, ConfChangeText.format(changes));
    assertEquals(List.of(), ConfChangeText.parse(""));
    assertEquals("", ConfChangeText.format(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x1", "v", "vx", "1", "v1 r-2"})
  void whatIsNoChangeIsRefused(String text) {
    String message =
        assertThrows(TranscriptException.class, () -> ConfChangeText.parse(text)).getMessage();
    assertTrue(message.startsWith("change "), message);
  }
}
