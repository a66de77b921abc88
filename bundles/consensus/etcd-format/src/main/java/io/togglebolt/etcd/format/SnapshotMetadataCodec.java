package io.togglebolt.etcd.format;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.SnapshotMetadata;
import java.nio.ByteBuffer;

/**
 * {@code SnapshotMetadata{1 ConfState, 2 index, 3 term}}. etcd writes all three, the configuration
 * even where it is empty.
 */
public final class SnapshotMetadataCodec {
  private static final int CONF_STATE = 1;
  private static final int INDEX = 2;
  private static final int TERM = 3;
  private static final ConfState NOBODY = ConfState.ofVoters();

  private SnapshotMetadataCodec() {}

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(SnapshotMetadata metadata) {
    return ProtoWriter.sizeOfBytesField(ConfStateCodec.sizeOf(metadata.confState()))
        + ProtoWriter.sizeOfVarintField(metadata.index())
        + ProtoWriter.sizeOfVarintField(metadata.term());
  }

  /** Writes metadata at the buffer's position. */
  public static void write(SnapshotMetadata metadata, ByteBuffer target) {
    int confStateBytes = Math.toIntExact(ConfStateCodec.sizeOf(metadata.confState()));
    ProtoWriter.bytesFieldHead(CONF_STATE, confStateBytes, target);
    ConfStateCodec.write(metadata.confState(), target);
    ProtoWriter.varintField(INDEX, metadata.index(), target);
    ProtoWriter.varintField(TERM, metadata.term(), target);
  }

  /** Reads metadata from the buffer's position to its limit, and moves the position there. */
  public static SnapshotMetadata read(ByteBuffer source) {
    SnapshotMetadata metadata = read(new ProtoReader(source));
    source.position(source.limit());
    return metadata;
  }

  /** Reads metadata up to the reader's end. */
  public static SnapshotMetadata read(ProtoReader reader) {
    ConfState confState = NOBODY;
    long index = 0;
    long term = 0;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case CONF_STATE -> {
          int outer = reader.enter(tag);
          confState = ConfStateCodec.read(reader);
          reader.leave(outer);
        }
        case INDEX -> index = reader.number(tag);
        case TERM -> term = reader.number(tag);
        default -> reader.skip(tag);
      }
    }
    return new SnapshotMetadata(confState, index, term);
  }
}
