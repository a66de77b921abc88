package io.togglebolt.etcd.format;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import java.nio.ByteBuffer;

/**
 * {@code ConfChange{1 id, 2 type, 3 node id, 4 context}}, which is the data of an entry of the type
 * {@link io.togglebolt.raft.EntryType#CONF_CHANGE}. etcd writes its numbers even where they are
 * zero and leaves the context out where there is none. No bytes at all are the addition of member
 * 0, which changes nothing.
 */
public final class ConfChangeCodec {
  private static final int ID = 1;
  private static final int TYPE = 2;
  private static final int NODE_ID = 3;
  private static final int CONTEXT = 4;
  private static final byte[] NO_CONTEXT = {};

  private ConfChangeCodec() {}

  /** The bytes of a change, in an array of its own. */
  public static byte[] encode(ConfChange change) {
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(sizeOf(change)));
    write(change, target);
    return target.array();
  }

  /**
   * The change that bytes are.
   *
   * @throws MalformedMessageException when they are none
   */
  public static ConfChange decode(byte[] bytes) {
    return read(new ProtoReader(ByteBuffer.wrap(bytes)));
  }

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(ConfChange change) {
    long size =
        ProtoWriter.sizeOfVarintField(change.id())
            + ProtoWriter.sizeOfVarintField(change.type().number())
            + ProtoWriter.sizeOfVarintField(change.nodeId());
    int context = change.context().length;
    return context == 0 ? size : size + ProtoWriter.sizeOfBytesField(context);
  }

  /** Writes a change at the buffer's position. */
  public static void write(ConfChange change, ByteBuffer target) {
    ProtoWriter.varintField(ID, change.id(), target);
    ProtoWriter.varintField(TYPE, change.type().number(), target);
    ProtoWriter.varintField(NODE_ID, change.nodeId(), target);
    if (change.context().length != 0) {
      ProtoWriter.bytesField(CONTEXT, change.context(), target);
    }
  }

  /** Reads a change from the buffer's position to its limit, and moves the position there. */
  public static ConfChange read(ByteBuffer source) {
    ConfChange change = read(new ProtoReader(source));
    source.position(source.limit());
    return change;
  }

  /** Reads a change up to the reader's end. Its context is copied. */
  public static ConfChange read(ProtoReader reader) {
    long id = 0;
    ConfChangeType type = ConfChangeType.ADD_NODE;
    long nodeId = 0;
    byte[] context = NO_CONTEXT;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case ID -> id = reader.number(tag);
        case TYPE -> type = type(tag, reader);
        case NODE_ID -> nodeId = reader.number(tag);
        case CONTEXT -> context = reader.bytes(tag);
        default -> reader.skip(tag);
      }
    }
    return new ConfChange(id, type, nodeId, context);
  }

  /** Reads what happens to a member, in either encoding of a change. */
  static ConfChangeType type(int tag, ProtoReader reader) {
    long number = reader.number(tag);
    for (ConfChangeType type : ConfChangeType.values()) {
      if (type.number() == number) {
        return type;
      }
    }
    throw reader.malformed(
        "the change type " + Long.toUnsignedString(number) + " is none; expected 0 to 3");
  }
}
