package io.togglebolt.etcd.format;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.nio.ByteBuffer;

/**
 * {@code Snapshot{1 data, 2 metadata}}. etcd leaves the data out where there are none and always
 * writes the metadata.
 */
public final class SnapshotCodec {
  private static final int DATA = 1;
  private static final int METADATA = 2;
  private static final byte[] NO_DATA = {};
  private static final SnapshotMetadata NO_METADATA =
      new SnapshotMetadata(ConfState.ofVoters(), 0, 0);

  /** What no bytes at all are, and what an old etcd writes where there is no snapshot. */
  static final Snapshot EMPTY = new Snapshot(NO_METADATA, NO_DATA);

  private SnapshotCodec() {}

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(Snapshot snapshot) {
    long size = ProtoWriter.sizeOfBytesField(SnapshotMetadataCodec.sizeOf(snapshot.metadata()));
    int data = snapshot.data().length;
    return data == 0 ? size : size + ProtoWriter.sizeOfBytesField(data);
  }

  /** Writes a snapshot at the buffer's position. */
  public static void write(Snapshot snapshot, ByteBuffer target) {
    if (snapshot.data().length != 0) {
      ProtoWriter.bytesField(DATA, snapshot.data(), target);
    }
    int metadataBytes = Math.toIntExact(SnapshotMetadataCodec.sizeOf(snapshot.metadata()));
    ProtoWriter.bytesFieldHead(METADATA, metadataBytes, target);
    SnapshotMetadataCodec.write(snapshot.metadata(), target);
  }

  /** Reads a snapshot from the buffer's position to its limit, and moves the position there. */
  public static Snapshot read(ByteBuffer source) {
    Snapshot snapshot = read(new ProtoReader(source));
    source.position(source.limit());
    return snapshot;
  }

  /** Reads a snapshot up to the reader's end. Its data are copied, once. */
  public static Snapshot read(ProtoReader reader) {
    byte[] data = NO_DATA;
    SnapshotMetadata metadata = NO_METADATA;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case DATA -> data = reader.bytes(tag);
        case METADATA -> {
          int outer = reader.enter(tag);
          metadata = SnapshotMetadataCodec.read(reader);
          reader.leave(outer);
        }
        default -> reader.skip(tag);
      }
    }
    return new Snapshot(metadata, data);
  }
}
