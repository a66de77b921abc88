package io.togglebolt.etcd.format;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ConfChangeV2{1 transition, 2 changes {1 type, 2 node id}, 3 context}}, which is the data
 * of an entry of the type {@link io.togglebolt.raft.EntryType#CONF_CHANGE_V2}. etcd writes its
 * numbers even where they are zero and leaves the context out where there is none. No bytes at all
 * are {@link ConfChangeV2#LEAVE_JOINT}, which is how a leader proposes it by itself.
 */
public final class ConfChangeV2Codec {
  private static final int TRANSITION = 1;
  private static final int CHANGES = 2;
  private static final int CONTEXT = 3;
  private static final int SINGLE_TYPE = 1;
  private static final int SINGLE_NODE_ID = 2;
  private static final byte[] NO_CONTEXT = {};

  private ConfChangeV2Codec() {}

  /** The bytes of a change, in an array of its own. */
  public static byte[] encode(ConfChangeV2 change) {
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(sizeOf(change)));
    write(change, target);
    return target.array();
  }

  /**
   * The change that bytes are.
   *
   * @throws MalformedMessageException when they are none
   */
  public static ConfChangeV2 decode(byte[] bytes) {
    return read(new ProtoReader(ByteBuffer.wrap(bytes)));
  }

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(ConfChangeV2 change) {
    long size = ProtoWriter.sizeOfVarintField(change.transition().number());
    for (ConfChangeSingle single : change.changes()) {
      size += ProtoWriter.sizeOfBytesField(sizeOf(single));
    }
    int context = change.context().length;
    return context == 0 ? size : size + ProtoWriter.sizeOfBytesField(context);
  }

  /** Writes a change at the buffer's position. */
  public static void write(ConfChangeV2 change, ByteBuffer target) {
    ProtoWriter.varintField(TRANSITION, change.transition().number(), target);
    for (ConfChangeSingle single : change.changes()) {
      ProtoWriter.bytesFieldHead(CHANGES, sizeOf(single), target);
      ProtoWriter.varintField(SINGLE_TYPE, single.type().number(), target);
      ProtoWriter.varintField(SINGLE_NODE_ID, single.nodeId(), target);
    }
    if (change.context().length != 0) {
      ProtoWriter.bytesField(CONTEXT, change.context(), target);
    }
  }

  /** Reads a change from the buffer's position to its limit, and moves the position there. */
  public static ConfChangeV2 read(ByteBuffer source) {
    ConfChangeV2 change = read(new ProtoReader(source));
    source.position(source.limit());
    return change;
  }

  /** Reads a change up to the reader's end. Its context is copied. */
  public static ConfChangeV2 read(ProtoReader reader) {
    ConfChangeTransition transition = ConfChangeTransition.AUTO;
    List<ConfChangeSingle> changes = new ArrayList<>();
    byte[] context = NO_CONTEXT;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case TRANSITION -> transition = transition(tag, reader);
        case CHANGES -> changes.add(single(tag, reader));
        case CONTEXT -> context = reader.bytes(tag);
        default -> reader.skip(tag);
      }
    }
    return new ConfChangeV2(transition, changes, context);
  }

  private static int sizeOf(ConfChangeSingle single) {
    return ProtoWriter.sizeOfVarintField(single.type().number())
        + ProtoWriter.sizeOfVarintField(single.nodeId());
  }

  private static ConfChangeSingle single(int outerTag, ProtoReader reader) {
    int outer = reader.enter(outerTag);
    ConfChangeType type = ConfChangeType.ADD_NODE;
    long nodeId = 0;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case SINGLE_TYPE -> type = ConfChangeCodec.type(tag, reader);
        case SINGLE_NODE_ID -> nodeId = reader.number(tag);
        default -> reader.skip(tag);
      }
    }
    reader.leave(outer);
    return new ConfChangeSingle(type, nodeId);
  }

  private static ConfChangeTransition transition(int tag, ProtoReader reader) {
    long number = reader.number(tag);
    for (ConfChangeTransition transition : ConfChangeTransition.values()) {
      if (transition.number() == number) {
        return transition;
      }
    }
    throw reader.malformed(
        "the transition " + Long.toUnsignedString(number) + " is none; expected 0, 1 or 2");
  }
}
