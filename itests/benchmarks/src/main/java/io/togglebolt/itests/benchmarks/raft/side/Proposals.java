package io.togglebolt.itests.benchmarks.raft.side;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftNode;
import java.util.Arrays;
import java.util.Collections;

/**
 * What is proposed again and again: always the same data and the same message, so that nothing is
 * allocated here and all that is counted is Raft's.
 */
final class Proposals {
  private final int batch;
  private final int window;
  private final byte[] data;
  private final Message message;

  /**
   * Makes them.
   *
   * @param batch how many entries are proposed at once
   * @param window how many entries may be proposed and not committed yet
   * @param size the bytes of an entry's data
   */
  Proposals(int batch, int window, int size) {
    if (batch < 1 || window < batch || size < 1) {
      throw new IllegalArgumentException(
          "batch %d, window %d, size %d; expected at least 1, the batch and 1"
              .formatted(batch, window, size));
    }
    this.batch = batch;
    this.window = window;
    data = new byte[size];
    Arrays.fill(data, (byte) 'x');
    message =
        Message.of(MessageType.PROPOSE)
            .from(Cluster.LEADER)
            .entries(Collections.nCopies(batch, Entry.of(0, 0, data)))
            .build();
  }

  int batch() {
    return batch;
  }

  /** Whether another batch may be proposed while so many entries are on their way. */
  boolean hasRoom(long underway) {
    return underway + batch <= window;
  }

  /** Proposes a batch. */
  void propose(RaftNode leader) {
    if (batch == 1) {
      leader.propose(data);
    } else {
      leader.step(message);
    }
  }
}
