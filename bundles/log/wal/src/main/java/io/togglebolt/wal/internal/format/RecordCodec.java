package io.togglebolt.wal.internal.format;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.etcd.format.HardStateCodec;
import io.togglebolt.etcd.format.MalformedMessageException;
import io.togglebolt.etcd.format.ProtoReader;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import java.nio.ByteBuffer;

/**
 * Reads {@code Record{1 type, 2 crc, 3 data}} out of a buffer, and what the data are. Used again
 * and again, so that a record costs no more than the value that it holds. Not thread-safe; valid as
 * long as the buffer's bytes are.
 *
 * <p>The checksum covers the data only, so that a type that became another one is not noticed by
 * it. Therefore the values are held to what their type must be: an entry and a mark have indexes
 * that can be, a hard state is nothing but its three numbers and has no vote in term 0. What cannot
 * be read is a {@link MalformedMessageException}.
 */
public final class RecordCodec {
  private final ProtoReader reader;
  private ByteBuffer source;
  private long type;
  private int crc;
  private boolean hasData;
  private int dataFrom;
  private int dataTo;

  /** With no record in it. */
  public RecordCodec() {
    source = ByteBuffer.allocate(0);
    reader = new ProtoReader(source);
  }

  /** Reads the record that is between two indexes of a buffer. */
  public void read(ByteBuffer buffer, int from, int to) {
    source = buffer;
    type = 0;
    crc = 0;
    hasData = false;
    dataFrom = from;
    dataTo = from;
    reader.reset(buffer, from, to);
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case RecordType.TYPE_FIELD -> type = reader.number(tag);
        case RecordType.CRC_FIELD -> crc = reader.number32(tag);
        case RecordType.DATA_FIELD -> data(tag);
        default -> reader.skip(tag);
      }
    }
  }

  private void data(int tag) {
    int length = reader.length(tag);
    hasData = true;
    dataFrom = reader.position();
    dataTo = dataFrom + length;
    reader.advance(length);
  }

  /** What it is: one of {@link RecordType}, or anything else. */
  public long type() {
    return type;
  }

  /** The checksum that it says; unsigned. */
  public int crc() {
    return crc;
  }

  /** Whether there are data; they may be empty. */
  public boolean hasData() {
    return hasData;
  }

  /** Adds the data to a checksum. */
  public void addTo(Crc32cChain chain) {
    chain.update(source, dataFrom, dataTo);
  }

  /** The data as whose log it is. */
  public MetadataRecord metadata() {
    byte[] bytes = new byte[requireData()];
    source.get(dataFrom, bytes);
    return MetadataRecord.read(bytes);
  }

  /** The data as an entry. */
  public Entry entry() {
    requireData();
    Entry entry = EntryCodec.read(reader);
    if (!isSound(entry)) {
      throw wrong("the index of an entry", entry.index(), "1 or more, below 2^63");
    }
    return entry;
  }

  /** The data as a hard state. */
  public HardState state() {
    int length = requireData();
    HardState state = HardStateCodec.read(reader);
    if (length != HardStateCodec.sizeOf(state)) {
      throw wrong("the length of a hard state", length, HardStateCodec.sizeOf(state) + " bytes");
    }
    if (!isSound(state)) {
      throw wrong("a hard state's vote in term 0", state.vote(), "0");
    }
    return state;
  }

  /** The data as a snapshot mark. */
  public SnapshotMark mark() {
    requireData();
    SnapshotMark mark = MarkCodec.read(reader);
    if (!isSound(mark)) {
      throw wrong("the index of a mark", mark.index(), "less than 2^63");
    }
    return mark;
  }

  /** Whether an entry can be: half of all indexes are more than anybody will need. */
  static boolean isSound(Entry entry) {
    return entry.index() > 0;
  }

  /** Whether a hard state can be: nobody votes before the first term. */
  static boolean isSound(HardState state) {
    return state.term() != 0 || state.vote() == 0;
  }

  /** Whether a mark can be. */
  static boolean isSound(SnapshotMark mark) {
    return mark.index() >= 0;
  }

  private int requireData() {
    if (!hasData) {
      throw new MalformedMessageException(0, "a record of type " + type + " has no data");
    }
    reader.reset(source, dataFrom, dataTo);
    return dataTo - dataFrom;
  }

  private static MalformedMessageException wrong(String what, long value, String expected) {
    return new MalformedMessageException(
        0, what + " is " + Long.toUnsignedString(value) + "; expected " + expected);
  }
}
