package io.togglebolt.raft.core.internal.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

final class InflightsTest {
  /** A message: the index of its last entry, and its bytes. */
  private record Sent(long index, long bytes) {}

  @Test
  void aWindowDoesWhatAPlainQueueDoes() {
    Seeds.check(
        21,
        500,
        random -> {
          int maxMessages = random.between(1, 40);
          long maxBytes = random.chance(1, 3) ? 0 : random.between(1, 300);
          Inflights window = new Inflights(maxMessages, maxBytes);
          Deque<Sent> model = new ArrayDeque<>();
          long index = 0;
          for (int step = 0; step < 300; step++) {
            if (random.chance(3, 5) && !window.isFull()) {
              index += random.below(3);
              Sent sent = new Sent(index, random.below(40));
              window.add(sent.index(), sent.bytes());
              model.add(sent);
            } else if (random.chance(1, 50)) {
              window.reset();
              model.clear();
            } else {
              long upTo = index - random.below(12) + 1;
              window.freeUpTo(upTo);
              model.removeIf(sent -> sent.index() <= upTo);
            }
            long bytes = model.stream().mapToLong(Sent::bytes).sum();
            assertEquals(model.size(), window.count());
            assertEquals(bytes, window.bytes());
            assertEquals(
                model.size() == maxMessages || (maxBytes != 0 && bytes >= maxBytes),
                window.isFull());
          }
        });
  }

  @Test
  void aMessageIsLetInWhileThereIsRoomForOneByte() {
    Inflights window = new Inflights(10, 100);
    window.add(1, 99);
    assertFalse(window.isFull());
    window.add(2, 500);

    assertTrue(window.isFull());
    assertEquals(599, window.bytes());
    window.freeUpTo(1);
    assertTrue(window.isFull(), "what is left fills it alone");
    window.freeUpTo(2);
    assertFalse(window.isFull());
  }

  @Test
  void anAcknowledgementBelowTheWindowFreesNothing() {
    Inflights window = new Inflights(10, 0);
    window.add(5, 1);
    window.freeUpTo(4);

    assertEquals(1, window.count());
  }

  @Test
  void sendingIntoAFullWindowIsABrokenInvariant() {
    Inflights window = new Inflights(1, 0);
    window.add(5, 7);

    RaftInvariantException refused =
        assertThrows(RaftInvariantException.class, () -> window.add(6, 1));
    assertEquals(
        "a message up to index 6 was sent to a peer with 1 messages of 7 bytes in flight, which is"
            + " as much as may be",
        refused.getMessage());
    assertEquals(1, window.count());
  }

  @Test
  void aWindowForNoMessageOrForNegativeBytesIsRefused() {
    assertEquals(
        "maxMessages of a window is 0; expected at least 1",
        assertThrows(IllegalArgumentException.class, () -> new Inflights(0, 0)).getMessage());
    assertEquals(
        "maxBytes of a window is -1; expected at least 0",
        assertThrows(IllegalArgumentException.class, () -> new Inflights(1, -1)).getMessage());
  }

  @Test
  void aWindowWithoutAnyLimitToSpeakOfStaysAsSmallAsItsUse() {
    Inflights window = new Inflights(Integer.MAX_VALUE, Long.MAX_VALUE);
    for (int index = 1; index <= 1_000; index++) {
      window.add(index, 1);
      window.freeUpTo(index - 3);
    }

    assertEquals("3 of 2147483647 messages, 3 bytes", window.toString());
  }
}
