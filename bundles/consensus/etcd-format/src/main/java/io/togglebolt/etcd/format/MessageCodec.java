package io.togglebolt.etcd.format;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Message{1 type, 2 to, 3 from, 4 term, 5 log term, 6 index, 7 entries, 8 commit, 9
 * snapshot, 10 reject, 11 reject hint, 12 context, 13 vote, 14 responses}}. etcd writes its numbers
 * even where they are zero, and leaves out the snapshot, the context and the lists where there are
 * none.
 *
 * <p>Those are the bytes of etcd from 3.6 on. Before, it knew neither the vote nor the responses,
 * and wrote an empty snapshot into every message; such a one is read as none, so that nobody takes
 * an old member's heartbeat for a message with a snapshot.
 */
public final class MessageCodec {
  /**
   * How deep messages may be within each other. Those that go to a member's own threads hold what
   * is to be delivered afterwards, which holds nothing further; what goes deeper was made to
   * exhaust the stack of whoever reads it.
   */
  public static final int MAX_DEPTH = 8;

  private static final int TYPE = 1;
  private static final int TO = 2;
  private static final int FROM = 3;
  private static final int TERM = 4;
  private static final int LOG_TERM = 5;
  private static final int INDEX = 6;
  private static final int ENTRIES = 7;
  private static final int COMMIT = 8;
  private static final int SNAPSHOT = 9;
  private static final int REJECT = 10;
  private static final int REJECT_HINT = 11;
  private static final int CONTEXT = 12;
  private static final int VOTE = 13;
  private static final int RESPONSES = 14;

  private MessageCodec() {}

  /** The bytes of a message, in an array of its own. */
  public static byte[] encode(Message message) {
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(sizeOf(message)));
    write(message, target);
    return target.array();
  }

  /**
   * The message that bytes are.
   *
   * @throws MalformedMessageException when they are none
   */
  public static Message decode(byte[] bytes) {
    return read(new ProtoReader(ByteBuffer.wrap(bytes)));
  }

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(Message message) {
    long size =
        ProtoWriter.sizeOfVarintField(message.type().number())
            + ProtoWriter.sizeOfVarintField(message.to())
            + ProtoWriter.sizeOfVarintField(message.from())
            + ProtoWriter.sizeOfVarintField(message.term())
            + ProtoWriter.sizeOfVarintField(message.logTerm())
            + ProtoWriter.sizeOfVarintField(message.index())
            + ProtoWriter.sizeOfVarintField(message.commit())
            + ProtoWriter.sizeOfVarintField(message.reject() ? 1 : 0)
            + ProtoWriter.sizeOfVarintField(message.rejectHint())
            + ProtoWriter.sizeOfVarintField(message.vote());
    List<Entry> entries = message.entries();
    for (int i = 0; i < entries.size(); i++) {
      size += ProtoWriter.sizeOfBytesField(EntryCodec.sizeOf(entries.get(i)));
    }
    Snapshot snapshot = message.snapshot();
    if (snapshot != null) {
      size += ProtoWriter.sizeOfBytesField(SnapshotCodec.sizeOf(snapshot));
    }
    int context = message.context().length;
    if (context != 0) {
      size += ProtoWriter.sizeOfBytesField(context);
    }
    List<Message> responses = message.responses();
    for (int i = 0; i < responses.size(); i++) {
      size += ProtoWriter.sizeOfBytesField(sizeOf(responses.get(i)));
    }
    return size;
  }

  /** Writes a message at the buffer's position, without allocating. */
  public static void write(Message message, ByteBuffer target) {
    ProtoWriter.varintField(TYPE, message.type().number(), target);
    ProtoWriter.varintField(TO, message.to(), target);
    ProtoWriter.varintField(FROM, message.from(), target);
    ProtoWriter.varintField(TERM, message.term(), target);
    ProtoWriter.varintField(LOG_TERM, message.logTerm(), target);
    ProtoWriter.varintField(INDEX, message.index(), target);
    writeEntries(message.entries(), target);
    ProtoWriter.varintField(COMMIT, message.commit(), target);
    writeSnapshot(message.snapshot(), target);
    ProtoWriter.varintField(REJECT, message.reject() ? 1 : 0, target);
    ProtoWriter.varintField(REJECT_HINT, message.rejectHint(), target);
    if (message.context().length != 0) {
      ProtoWriter.bytesField(CONTEXT, message.context(), target);
    }
    ProtoWriter.varintField(VOTE, message.vote(), target);
    List<Message> responses = message.responses();
    for (int i = 0; i < responses.size(); i++) {
      Message response = responses.get(i);
      ProtoWriter.bytesFieldHead(RESPONSES, Math.toIntExact(sizeOf(response)), target);
      write(response, target);
    }
  }

  private static void writeEntries(List<Entry> entries, ByteBuffer target) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      ProtoWriter.bytesFieldHead(ENTRIES, Math.toIntExact(EntryCodec.sizeOf(entry)), target);
      EntryCodec.write(entry, target);
    }
  }

  private static void writeSnapshot(@Nullable Snapshot snapshot, ByteBuffer target) {
    if (snapshot != null) {
      int snapshotBytes = Math.toIntExact(SnapshotCodec.sizeOf(snapshot));
      ProtoWriter.bytesFieldHead(SNAPSHOT, snapshotBytes, target);
      SnapshotCodec.write(snapshot, target);
    }
  }

  /** Reads a message from the buffer's position to its limit, and moves the position there. */
  public static Message read(ByteBuffer source) {
    Message message = read(new ProtoReader(source));
    source.position(source.limit());
    return message;
  }

  /** Reads a message up to the reader's end. All that it holds is copied. */
  public static Message read(ProtoReader reader) {
    return read(reader, 0);
  }

  private static Message read(ProtoReader reader, int depth) {
    MessageFields fields = new MessageFields();
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case TYPE -> fields.type = type(tag, reader);
        case TO -> fields.to = reader.number(tag);
        case FROM -> fields.from = reader.number(tag);
        case TERM -> fields.term = reader.number(tag);
        case LOG_TERM -> fields.logTerm = reader.number(tag);
        case INDEX -> fields.index = reader.number(tag);
        case ENTRIES -> fields.add(entry(tag, reader));
        case COMMIT -> fields.commit = reader.number(tag);
        case SNAPSHOT -> fields.snapshot = snapshot(tag, reader);
        case REJECT -> fields.reject = reader.number(tag) != 0;
        case REJECT_HINT -> fields.rejectHint = reader.number(tag);
        case CONTEXT -> fields.context = reader.bytes(tag);
        case VOTE -> fields.vote = reader.number(tag);
        case RESPONSES -> fields.add(response(tag, reader, depth + 1));
        default -> reader.skip(tag);
      }
    }
    return fields.message();
  }

  private static Entry entry(int tag, ProtoReader reader) {
    int outer = reader.enter(tag);
    Entry entry = EntryCodec.read(reader);
    reader.leave(outer);
    return entry;
  }

  private static @Nullable Snapshot snapshot(int tag, ProtoReader reader) {
    int outer = reader.enter(tag);
    Snapshot snapshot = SnapshotCodec.read(reader);
    reader.leave(outer);
    return snapshot.equals(SnapshotCodec.EMPTY) ? null : snapshot;
  }

  private static Message response(int tag, ProtoReader reader, int depth) {
    int outer = reader.enter(tag);
    if (depth > MAX_DEPTH) {
      throw reader.malformed(
          "a message lies " + depth + " deep within others; expected at most " + MAX_DEPTH);
    }
    Message response = read(reader, depth);
    reader.leave(outer);
    return response;
  }

  private static MessageType type(int tag, ProtoReader reader) {
    long number = reader.number(tag);
    if (number < 0 || number > MessageType.FORGET_LEADER.number()) {
      throw reader.malformed(
          "the message type "
              + Long.toUnsignedString(number)
              + " is none; expected 0 to "
              + MessageType.FORGET_LEADER.number());
    }
    return MessageType.of(number);
  }
}
