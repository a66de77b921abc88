package io.togglebolt.etcd.format;

import io.togglebolt.raft.ConfState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ConfState{1 voters, 2 learners, 3 voters outgoing, 4 learners next, 5 auto leave}}. etcd
 * writes each member of a list as a field of its own, and the last field even when it is false.
 * Packed lists are read as well, as protobuf demands.
 */
public final class ConfStateCodec {
  private static final int VOTERS = 1;
  private static final int LEARNERS = 2;
  private static final int VOTERS_OUTGOING = 3;
  private static final int LEARNERS_NEXT = 4;
  private static final int AUTO_LEAVE = 5;

  private ConfStateCodec() {}

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(ConfState state) {
    return sizeOf(state.voters())
        + sizeOf(state.learners())
        + sizeOf(state.votersOutgoing())
        + sizeOf(state.learnersNext())
        + 2;
  }

  /** Writes a configuration at the buffer's position. */
  public static void write(ConfState state, ByteBuffer target) {
    write(VOTERS, state.voters(), target);
    write(LEARNERS, state.learners(), target);
    write(VOTERS_OUTGOING, state.votersOutgoing(), target);
    write(LEARNERS_NEXT, state.learnersNext(), target);
    ProtoWriter.varintField(AUTO_LEAVE, state.autoLeave() ? 1 : 0, target);
  }

  /**
   * Reads a configuration from the buffer's position to its limit, and moves the position there.
   */
  public static ConfState read(ByteBuffer source) {
    ConfState state = read(new ProtoReader(source));
    source.position(source.limit());
    return state;
  }

  /** Reads a configuration up to the reader's end. */
  public static ConfState read(ProtoReader reader) {
    List<Long> voters = new ArrayList<>();
    List<Long> learners = new ArrayList<>();
    List<Long> votersOutgoing = new ArrayList<>();
    List<Long> learnersNext = new ArrayList<>();
    boolean autoLeave = false;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case VOTERS -> members(tag, reader, voters);
        case LEARNERS -> members(tag, reader, learners);
        case VOTERS_OUTGOING -> members(tag, reader, votersOutgoing);
        case LEARNERS_NEXT -> members(tag, reader, learnersNext);
        case AUTO_LEAVE -> autoLeave = reader.number(tag) != 0;
        default -> reader.skip(tag);
      }
    }
    return new ConfState(voters, learners, votersOutgoing, learnersNext, autoLeave);
  }

  private static void members(int tag, ProtoReader reader, List<Long> members) {
    if ((tag & 7) != ProtoReader.BYTES) {
      members.add(reader.number(tag));
      return;
    }
    int outer = reader.enter(tag);
    while (reader.hasMore()) {
      members.add(reader.number(ProtoReader.VARINT));
    }
    reader.leave(outer);
  }

  private static long sizeOf(List<Long> members) {
    long size = 0;
    for (int i = 0; i < members.size(); i++) {
      size += ProtoWriter.sizeOfVarintField(members.get(i));
    }
    return size;
  }

  private static void write(int field, List<Long> members, ByteBuffer target) {
    for (int i = 0; i < members.size(); i++) {
      ProtoWriter.varintField(field, members.get(i), target);
    }
  }
}
