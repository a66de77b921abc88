package io.togglebolt.etcd.format;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.nio.ByteBuffer;

/**
 * {@code Entry{1 type, 2 term, 3 index, 4 data}}. etcd writes its numbers even where they are zero
 * and leaves the data out where there is none.
 */
public final class EntryCodec {
  private static final int TYPE = 1;
  private static final int TERM = 2;
  private static final int INDEX = 3;
  private static final int DATA = 4;
  private static final byte[] NO_DATA = {};

  private EntryCodec() {}

  /** How many bytes {@link #write} writes. */
  public static long sizeOf(Entry entry) {
    long size =
        ProtoWriter.sizeOfVarintField(entry.type().number())
            + ProtoWriter.sizeOfVarintField(entry.term())
            + ProtoWriter.sizeOfVarintField(entry.index());
    int data = entry.data().length;
    return data == 0 ? size : size + ProtoWriter.sizeOfBytesField(data);
  }

  /** Writes an entry at the buffer's position, without allocating. */
  public static void write(Entry entry, ByteBuffer target) {
    ProtoWriter.varintField(TYPE, entry.type().number(), target);
    ProtoWriter.varintField(TERM, entry.term(), target);
    ProtoWriter.varintField(INDEX, entry.index(), target);
    if (entry.data().length != 0) {
      ProtoWriter.bytesField(DATA, entry.data(), target);
    }
  }

  /** Reads an entry from the buffer's position to its limit, and moves the position there. */
  public static Entry read(ByteBuffer source) {
    Entry entry = read(new ProtoReader(source));
    source.position(source.limit());
    return entry;
  }

  /** Reads an entry up to the reader's end. Its data is copied, once. */
  public static Entry read(ProtoReader reader) {
    EntryType type = EntryType.NORMAL;
    long term = 0;
    long index = 0;
    byte[] data = NO_DATA;
    while (reader.hasMore()) {
      int tag = reader.tag();
      switch (ProtoReader.field(tag)) {
        case TYPE -> type = type(tag, reader);
        case TERM -> term = reader.number(tag);
        case INDEX -> index = reader.number(tag);
        case DATA -> data = reader.bytes(tag);
        default -> reader.skip(tag);
      }
    }
    return new Entry(type, term, index, data);
  }

  private static EntryType type(int tag, ProtoReader reader) {
    long number = reader.number(tag);
    for (EntryType type : EntryTypes.ALL) {
      if (type.number() == number) {
        return type;
      }
    }
    throw reader.malformed(
        "the entry type " + Long.toUnsignedString(number) + " is none; expected 0, 1 or 2");
  }

  /** Kept, because the enum copies its array at each call. */
  private static final class EntryTypes {
    private static final EntryType[] ALL = EntryType.values();
  }
}
