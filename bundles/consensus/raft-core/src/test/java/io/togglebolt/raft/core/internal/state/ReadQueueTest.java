package io.togglebolt.raft.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which reads go on. */
final class ReadQueueTest {
  private final ReadQueue queue = new ReadQueue();

  private static byte[] context(int number) {
    return new byte[] {(byte) number};
  }

  private static Message question(int from) {
    return Message.of(MessageType.READ_INDEX).from(from).build();
  }

  private void add(int number) {
    queue.add(question(number), number, context(number));
  }

  private List<Long> release(int number) {
    return queue.release(context(number)).stream().map(ReadQueue.Pending::index).toList();
  }

  @Test
  void aReadThatIsConfirmedTakesThoseBeforeItAlong() {
    for (int i = 1; i <= 4; i++) {
      add(i);
    }
    assertEquals(List.of(1L, 2L, 3L), release(3));
    assertEquals(List.of(), release(2), "it has gone on already");
    assertEquals(List.of(4L), release(4));
  }

  @Test
  void aContextThatWaitsAlreadyWaitsOnceFromWhenItWasFirstAskedWith() {
    add(1);
    add(2);
    queue.add(question(9), 9, context(1));
    assertEquals(List.of(1L, 2L), release(2));
  }

  @Test
  void confirmationsAreCountedForEachContext() {
    add(1);
    add(2);
    queue.confirm(5, context(2));
    Ballots ballots = queue.confirm(6, context(2));
    assertNotNull(ballots);
    assertEquals(Vote.GRANTED, ballots.of(5));
    assertEquals(Vote.GRANTED, ballots.of(6));
    assertEquals(Vote.MISSING, ballots.of(7));
    Ballots others = queue.confirm(7, context(1));
    assertNotNull(others);
    assertEquals(Vote.MISSING, others.of(5));
    assertNull(queue.confirm(5, context(3)), "nobody asked with it");
  }

  @Test
  void theLastContextIsOfTheReadThatWasAskedLast() {
    assertEquals(0, queue.lastContext().length);
    add(1);
    add(2);
    assertArrayEquals(context(2), queue.lastContext());
    release(2);
    assertEquals(0, queue.lastContext().length);
  }

  @Test
  void nothingWaitsAfterTheLeaderHasChanged() {
    add(1);
    queue.addEarly(question(2));
    queue.clear();
    assertFalse(queue.hasEarly());
    assertEquals(List.of(), release(1));
  }

  @Test
  void onlySoManyWait() {
    queue.addEarly(question(1));
    for (int i = 1; i < ReadQueue.MAX_WAITING; i++) {
      assertFalse(queue.isFullFor(question(1)));
      queue.add(question(2), i, new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
    }
    assertTrue(queue.isFullFor(question(1)));
    assertEquals(List.of(question(1)), queue.takeEarly());
    assertFalse(queue.isFullFor(question(1)));
  }
}
