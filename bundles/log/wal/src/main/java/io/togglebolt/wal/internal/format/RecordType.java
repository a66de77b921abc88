package io.togglebolt.wal.internal.format;

/** What a record is, and the numbers that its message is made of. */
public final class RecordType {
  /** Whose log it is. */
  public static final int METADATA = 1;

  /** An entry. */
  public static final int ENTRY = 2;

  /** A hard state. */
  public static final int STATE = 3;

  /** What the checksum is at the head of a segment; without data. */
  public static final int CRC = 4;

  /** A snapshot mark. */
  public static final int SNAPSHOT = 5;

  // The fields of Record{1 type, 2 crc, 3 data}.
  public static final int TYPE_FIELD = 1;
  public static final int CRC_FIELD = 2;
  public static final int DATA_FIELD = 3;

  private RecordType() {}
}
