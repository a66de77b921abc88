package io.togglebolt.raft;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a member wants done. Made by {@link RaftNode#ready()}; immutable.
 *
 * <p>Without asynchronous writes, in this order: make {@code entries}, {@code hardState} and {@code
 * snapshot} durable (synced when {@code mustSync}, and always where there is a snapshot), send
 * {@code messages} (a leader may send while it writes: those that speak of what is written here
 * wait inside the member until {@link RaftNode#advance()}), apply {@code snapshot} and {@code
 * committedEntries}, call {@link RaftNode#advance()}. With asynchronous writes {@code messages}
 * tell the append thread and the apply thread what to do, and there is no advance; entries to apply
 * that a snapshot has overtaken, which was written meanwhile, are left out.
 *
 * @param softState who leads and what the member does; null when it has not changed
 * @param hardState what must be remembered; {@link HardState#EMPTY} when it has not changed
 * @param readStates reads that may go on
 * @param entries entries to append to the stable log; they replace what is there from the first
 *     one's index on
 * @param snapshot what takes the place of the log, before the entries are appended; null for none
 * @param committedEntries entries to apply, in order
 * @param messages messages to send, in order
 * @param mustSync whether {@code entries} and {@code hardState} must be durable before messages are
 *     sent; when false, of a ready without a snapshot, they may be lost without a promise being
 *     broken. It says nothing of {@code snapshot}: <b>where there is one, it and the hard state
 *     that goes with it are made durable before any message is sent, also when this is false.</b>
 *     Among the messages is the answer that acknowledges it, after which the leader never sends
 *     again what it holds; and its commit index is in that hard state, without which a restart
 *     would find a snapshot behind what is committed
 */
public record Ready(
    @Nullable SoftState softState,
    HardState hardState,
    List<ReadState> readStates,
    List<Entry> entries,
    @Nullable Snapshot snapshot,
    List<Entry> committedEntries,
    List<Message> messages,
    boolean mustSync) {
  /** Checks that nothing is null. The lists must not change any more. */
  public Ready {
    Objects.requireNonNull(hardState, "hardState");
    Objects.requireNonNull(readStates, "readStates");
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(committedEntries, "committedEntries");
    Objects.requireNonNull(messages, "messages");
  }
}
