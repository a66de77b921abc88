package io.togglebolt.raft.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That reads that wait cost no more memory than they may, whatever they bring. */
final class WaitingBytesTest {
  private static final byte[] HALF = new byte[(int) (ReadQueue.MAX_WAITING_BYTES / 2)];
  private final ReadQueue queue = new ReadQueue();

  private static Message read(byte[] data) {
    return Message.of(MessageType.READ_INDEX).entries(List.of(Entry.of(0, 0, data))).build();
  }

  private void assertHoldsTwoHalves() {
    assertTrue(queue.isFullFor(read(new byte[1])), "two halves wait");
  }

  private void assertHoldsNothing() {
    assertFalse(queue.isFullFor(read(new byte[HALF.length * 2])), "all the room is free");
    assertTrue(queue.isFullFor(read(new byte[HALF.length * 2 + 1])), "and no more than that");
  }

  @Test
  void whatWaitsForTheFirstCommitCountsUntilItIsTaken() {
    queue.addEarly(read(HALF));
    assertFalse(queue.isFullFor(read(HALF)));
    queue.addEarly(read(HALF));
    assertHoldsTwoHalves();
    queue.takeEarly();
    assertHoldsNothing();
  }

  @Test
  void whatWaitsForAQuorumCountsOnceUntilItGoesOn() {
    queue.add(read(HALF), 1, new byte[] {1});
    queue.add(read(HALF), 1, new byte[] {1});
    assertFalse(queue.isFullFor(read(HALF)), "the same context waits once");
    queue.add(read(HALF), 1, new byte[] {2});
    assertHoldsTwoHalves();
    queue.release(new byte[] {2});
    assertHoldsNothing();
  }

  @Test
  void whatIsForgottenCountsNoMore() {
    queue.addEarly(read(HALF));
    queue.add(read(HALF), 1, new byte[] {1});
    assertHoldsTwoHalves();
    queue.clear();
    assertHoldsNothing();
  }
}
