package io.togglebolt.wal.internal.format;

import io.togglebolt.etcd.format.ConfStateCodec;
import io.togglebolt.etcd.format.ProtoReader;
import io.togglebolt.etcd.format.ProtoWriter;
import io.togglebolt.raft.ConfState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The two messages that only a log holds: {@code metadata{1 node, 2 cluster}} and the snapshot mark
 * {@code {1 index, 2 term, 3 ConfState}}. Zeros are written too; a configuration only where there
 * is one.
 */
public final class MarkCodec {
  /** The most bytes that metadata takes. */
  static final int MAX_METADATA_BYTES = 2 * (1 + ProtoWriter.MAX_VARINT_BYTES);

  private static final int NODE = 1;
  private static final int CLUSTER = 2;
  private static final int INDEX = 1;
  private static final int TERM = 2;
  private static final int CONF_STATE = 3;

  private MarkCodec() {}

  static void writeMetadata(WalMetadata metadata, ByteBuffer target) {
    ProtoWriter.varintField(NODE, metadata.nodeId(), target);
    ProtoWriter.varintField(CLUSTER, metadata.clusterId(), target);
  }

  static WalMetadata readMetadata(ByteBuffer source) {
    ProtoReader reader = new ProtoReader(source);
    long node = 0;
    long cluster = 0;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case NODE -> node = reader.number(tag);
        case CLUSTER -> cluster = reader.number(tag);
        default -> reader.skip(tag);
      }
    }
    return new WalMetadata(node, cluster);
  }

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(SnapshotMark mark) {
    long size =
        ProtoWriter.sizeOfVarintField(mark.index()) + ProtoWriter.sizeOfVarintField(mark.term());
    ConfState confState = mark.confState();
    return confState == null
        ? size
        : size + ProtoWriter.sizeOfBytesField(ConfStateCodec.sizeOf(confState));
  }

  /** Writes a mark at the buffer's position. */
  public static void write(SnapshotMark mark, ByteBuffer target) {
    ProtoWriter.varintField(INDEX, mark.index(), target);
    ProtoWriter.varintField(TERM, mark.term(), target);
    ConfState confState = mark.confState();
    if (confState != null) {
      int size = Math.toIntExact(ConfStateCodec.sizeOf(confState));
      ProtoWriter.bytesFieldHead(CONF_STATE, size, target);
      ConfStateCodec.write(confState, target);
    }
  }

  /** Reads a mark up to the reader's end. */
  public static SnapshotMark read(ProtoReader reader) {
    long index = 0;
    long term = 0;
    @Nullable ConfState confState = null;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case INDEX -> index = reader.number(tag);
        case TERM -> term = reader.number(tag);
        case CONF_STATE -> {
          int outer = reader.enter(tag);
          confState = ConfStateCodec.read(reader);
          reader.leave(outer);
        }
        default -> reader.skip(tag);
      }
    }
    return new SnapshotMark(index, term, confState);
  }
}
