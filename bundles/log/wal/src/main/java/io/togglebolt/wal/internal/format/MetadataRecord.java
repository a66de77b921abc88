package io.togglebolt.wal.internal.format;

import io.togglebolt.wal.WalMetadata;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whose log it is, and the bytes that say so. The headers of later segments repeat those of the
 * first one byte for byte, for etcd refuses a log whose segments differ in them, be it only in a
 * field that this code does not know.
 */
public final class MetadataRecord {
  private final WalMetadata metadata;
  private final byte[] bytes;

  private MetadataRecord(WalMetadata metadata, byte[] bytes) {
    this.metadata = metadata;
    this.bytes = bytes;
  }

  /** That of a new log. */
  public static MetadataRecord of(WalMetadata metadata) {
    ByteBuffer bytes = ByteBuffer.allocate(MarkCodec.MAX_METADATA_BYTES);
    MarkCodec.writeMetadata(metadata, bytes);
    return new MetadataRecord(metadata, Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /**
   * That of a log that is read.
   *
   * @param bytes is given away
   * @throws io.togglebolt.etcd.format.MalformedMessageException when they are no metadata
   */
  public static MetadataRecord read(byte[] bytes) {
    return new MetadataRecord(MarkCodec.readMetadata(ByteBuffer.wrap(bytes)), bytes);
  }

  /** Whose log it is. */
  public WalMetadata metadata() {
    return metadata;
  }

  /** How many bytes it is. */
  public int length() {
    return bytes.length;
  }

  /** Writes the bytes at the buffer's position. */
  public void write(ByteBuffer target) {
    target.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetadataRecord record && Arrays.equals(record.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return metadata + " (" + HexFormat.of().formatHex(bytes) + ")";
  }
}
