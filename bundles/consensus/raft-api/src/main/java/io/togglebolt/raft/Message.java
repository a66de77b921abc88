package io.togglebolt.raft;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one member tells another, or one of its own threads. Immutable; which of the fields mean
 * something depends on the type, the others are 0 or empty. Ids are unsigned.
 *
 * @param type what it asks or tells
 * @param to whom; {@link #APPEND_THREAD} and {@link #APPLY_THREAD} are the member's own
 * @param from who says it
 * @param term the sender's term; 0 for what a member says to itself
 * @param logTerm the term of the entry at {@code index}
 * @param index a place in the log
 * @param entries the entries that go with it
 * @param commit up to where the log is committed
 * @param vote for whom the sender has voted, in a {@link MessageType#STORAGE_APPEND}
 * @param snapshot the snapshot that goes with it
 * @param reject whether it says no
 * @param rejectHint where the refusing member's log ends, or whatever helps the leader to find the
 *     place from where they agree
 * @param context what goes back with the answer as it came; empty for none. Not copied
 * @param responses what is to be delivered once this is durable or applied; only in messages to the
 *     member's own threads
 */
@SuppressWarnings("ArrayRecordComponent") // A copy for each message would serve nobody.
public record Message(
    MessageType type,
    long to,
    long from,
    long term,
    long logTerm,
    long index,
    List<Entry> entries,
    long commit,
    long vote,
    @Nullable Snapshot snapshot,
    boolean reject,
    long rejectHint,
    byte[] context,
    List<Message> responses) {
  /** The id of nobody. */
  public static final long NONE = 0;

  /** Whoever makes things durable for a member that writes asynchronously: 2^64 - 1. */
  public static final long APPEND_THREAD = -1;

  /** Whoever applies entries for a member that writes asynchronously: 2^64 - 2. */
  public static final long APPLY_THREAD = -2;

  private static final byte[] NOTHING = {};

  /** Checks that nothing is null. The lists must not change any more. */
  public Message {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(responses, "responses");
  }

  /** Begins a message of a type. */
  public static Builder of(MessageType type) {
    return new Builder(type);
  }

  /** Whether an id is one of a member's own threads. */
  public static boolean isThread(long id) {
    return id == APPEND_THREAD || id == APPLY_THREAD;
  }

  /** Begins a message with all that this one holds. */
  public Builder toBuilder() {
    Builder builder = new Builder(type);
    builder.to = to;
    builder.from = from;
    builder.term = term;
    builder.logTerm = logTerm;
    builder.index = index;
    builder.entries = entries;
    builder.commit = commit;
    builder.vote = vote;
    builder.snapshot = snapshot;
    builder.reject = reject;
    builder.rejectHint = rejectHint;
    builder.context = context;
    builder.responses = responses;
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message
        && message.type == type
        && message.to == to
        && message.from == from
        && message.term == term
        && message.logTerm == logTerm
        && message.index == index
        && message.entries.equals(entries)
        && message.commit == commit
        && message.vote == vote
        && Objects.equals(message.snapshot, snapshot)
        && message.reject == reject
        && message.rejectHint == rejectHint
        && Arrays.equals(message.context, context)
        && message.responses.equals(responses);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
                type,
                to,
                from,
                term,
                logTerm,
                index,
                entries,
                commit,
                vote,
                snapshot,
                reject,
                rejectHint)
            * 31
        + Arrays.hashCode(context);
  }

  /** Makes a message, field by field. What is not set is 0 or empty. One thread's. */
  public static final class Builder {
    private final MessageType type;
    private long to;
    private long from;
    private long term;
    private long logTerm;
    private long index;
    private List<Entry> entries = List.of();
    private long commit;
    private long vote;
    private @Nullable Snapshot snapshot;
    private boolean reject;
    private long rejectHint;
    private byte[] context = NOTHING;
    private List<Message> responses = List.of();

    private Builder(MessageType type) {
      this.type = type;
    }

    /** See {@link Message#to}. */
    public Builder to(long id) {
      to = id;
      return this;
    }

    /** See {@link Message#from}. */
    public Builder from(long id) {
      from = id;
      return this;
    }

    /** See {@link Message#term}. */
    public Builder term(long value) {
      term = value;
      return this;
    }

    /** See {@link Message#logTerm}. */
    public Builder logTerm(long value) {
      logTerm = value;
      return this;
    }

    /** See {@link Message#index}. */
    public Builder index(long value) {
      index = value;
      return this;
    }

    /** See {@link Message#entries}; not copied, must not change any more. */
    public Builder entries(List<Entry> value) {
      entries = value;
      return this;
    }

    /** See {@link Message#commit}. */
    public Builder commit(long value) {
      commit = value;
      return this;
    }

    /** See {@link Message#vote}. */
    public Builder vote(long id) {
      vote = id;
      return this;
    }

    /** See {@link Message#snapshot}. */
    public Builder snapshot(@Nullable Snapshot value) {
      snapshot = value;
      return this;
    }

    /** See {@link Message#reject}. */
    public Builder reject(boolean value) {
      reject = value;
      return this;
    }

    /** See {@link Message#rejectHint}. */
    public Builder rejectHint(long value) {
      rejectHint = value;
      return this;
    }

    /** See {@link Message#context}; not copied. */
    public Builder context(byte[] value) {
      context = value;
      return this;
    }

    /** See {@link Message#responses}; not copied, must not change any more. */
    public Builder responses(List<Message> value) {
      responses = value;
      return this;
    }

    /** The message. */
    public Message build() {
      return new Message(
          type,
          to,
          from,
          term,
          logTerm,
          index,
          entries,
          commit,
          vote,
          snapshot,
          reject,
          rejectHint,
          context,
          responses);
    }
  }
}
