package io.togglebolt.etcd.format;

import io.togglebolt.raft.HardState;
import java.nio.ByteBuffer;

/** {@code HardState{1 term, 2 vote, 3 commit}}. etcd writes zeros too. */
public final class HardStateCodec {
  /** The most bytes that a hard state takes. */
  public static final int MAX_BYTES = 3 * (1 + ProtoWriter.MAX_VARINT_BYTES);

  private static final int TERM = 1;
  private static final int VOTE = 2;
  private static final int COMMIT = 3;

  private HardStateCodec() {}

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(HardState state) {
    return ProtoWriter.sizeOfVarintField(state.term())
        + ProtoWriter.sizeOfVarintField(state.vote())
        + ProtoWriter.sizeOfVarintField(state.commit());
  }

  /** Writes a hard state at the buffer's position, without allocating. */
  public static void write(HardState state, ByteBuffer target) {
    ProtoWriter.varintField(TERM, state.term(), target);
    ProtoWriter.varintField(VOTE, state.vote(), target);
    ProtoWriter.varintField(COMMIT, state.commit(), target);
  }

  /** Reads a hard state from the buffer's position to its limit, and moves the position there. */
  public static HardState read(ByteBuffer source) {
    HardState state = read(new ProtoReader(source));
    source.position(source.limit());
    return state;
  }

  /** Reads a hard state up to the reader's end. */
  public static HardState read(ProtoReader reader) {
    long term = 0;
    long vote = 0;
    long commit = 0;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case TERM -> term = reader.number(tag);
        case VOTE -> vote = reader.number(tag);
        case COMMIT -> commit = reader.number(tag);
        default -> reader.skip(tag);
      }
    }
    return new HardState(term, vote, commit);
  }
}
