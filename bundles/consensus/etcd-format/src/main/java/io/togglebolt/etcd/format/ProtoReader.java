package io.togglebolt.etcd.format;

import java.nio.ByteBuffer;

/**
 * Reads the pieces that protobuf messages are made of from a range of a buffer, whose own position
 * and limit are neither used nor changed. Meant to be used again and again, so that reading a
 * message allocates nothing but the message. Not thread-safe.
 *
 * <p>Nothing that the bytes say is believed before it was compared with what is there: whatever
 * they are, the outcome is a message or a {@link MalformedMessageException}.
 */
public final class ProtoReader {
  /** The wire type of a number in groups of seven bits. */
  public static final int VARINT = 0;

  /** The wire type of eight bytes. */
  public static final int FIXED64 = 1;

  /** The wire type of a length and so many bytes. */
  public static final int BYTES = 2;

  /** The wire type that begins a group of fields. */
  public static final int GROUP_BEGIN = 3;

  /** The wire type that ends one. */
  public static final int GROUP_END = 4;

  /** The wire type of four bytes. */
  public static final int FIXED32 = 5;

  private ByteBuffer source;
  private int start;
  private int position;
  private int end;

  /** Reads from a buffer's position to its limit. */
  public ProtoReader(ByteBuffer source) {
    this.source = source;
    reset(source, source.position(), source.limit());
  }

  /**
   * Begins anew.
   *
   * @param from the index in the buffer of the first byte
   * @param to the index behind the last
   */
  public void reset(ByteBuffer newSource, int from, int to) {
    if (from < 0 || to < from || to > newSource.limit()) {
      throw new IndexOutOfBoundsException(
          "from " + from + " to " + to + " of a buffer of " + newSource.limit());
    }
    source = newSource;
    start = from;
    position = from;
    end = to;
  }

  /** The buffer that is read. */
  public ByteBuffer source() {
    return source;
  }

  /** The index in the buffer of the next byte. */
  public int position() {
    return position;
  }

  /** The index in the buffer behind the last byte of what is read. */
  public int end() {
    return end;
  }

  /** Whether there is more. */
  public boolean hasMore() {
    return position < end;
  }

  /**
   * Reads what precedes a field.
   *
   * @return the field's number, times eight, plus the wire type
   */
  public int tag() {
    int at = position;
    long tag = varint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      position = at;
      throw malformed("the field number " + Long.toUnsignedString(tag >>> 3) + " is none");
    }
    int wireType = (int) tag & 7;
    if (wireType > FIXED32) {
      position = at;
      throw malformed("the wire type " + wireType + " is none; expected 0 to 5");
    }
    return (int) tag;
  }

  /** The field number in what {@link #tag} returned. */
  public static int field(int tag) {
    return tag >>> 3;
  }

  /** Reads the number of a field, which the tag must say it is; 64 bits, unsigned. */
  public long number(int tag) {
    require(tag, VARINT);
    return varint();
  }

  /** Reads a number that must fit 32 bits, unsigned. */
  public int number32(int tag) {
    int at = position;
    long number = number(tag);
    if (number >>> 32 != 0) {
      position = at;
      throw malformed(
          "field " + field(tag) + " is " + Long.toUnsignedString(number) + "; expected 32 bits");
    }
    return (int) number;
  }

  /**
   * Reads the length of a field of bytes, which the tag must say it is. They follow at {@link
   * #position}; whoever read them calls {@link #advance}.
   *
   * @return their number, which is not more than what is left
   */
  public int length(int tag) {
    require(tag, BYTES);
    int at = position;
    long length = varint();
    if (length < 0 || length > end - position) {
      int left = end - position;
      position = at;
      throw malformed(
          "field "
              + field(tag)
              + " is "
              + Long.toUnsignedString(length)
              + " bytes long; expected at most the "
              + left
              + " that are left");
    }
    return (int) length;
  }

  /** Passes bytes of which {@link #length} said that they are there. */
  public void advance(int bytes) {
    if (bytes < 0 || bytes > end - position) {
      throw new IndexOutOfBoundsException(bytes + " bytes of " + (end - position));
    }
    position += bytes;
  }

  /** Reads a field of bytes into an array of its own. */
  public byte[] bytes(int tag) {
    byte[] content = new byte[length(tag)];
    source.get(position, content);
    position += content.length;
    return content;
  }

  /**
   * Reads on within an embedded message only.
   *
   * @return what {@link #leave} must be given behind it
   */
  public int enter(int tag) {
    int length = length(tag);
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Reads on behind an embedded message that was read to its end. */
  public void leave(int outerEnd) {
    position = end;
    end = outerEnd;
  }

  /** Passes a field of any type, groups and all that is in them included. */
  public void skip(int tag) {
    int groups = 0;
    int next = tag;
    while (true) {
      groups += skipOne(next, groups);
      if (groups == 0) {
        return;
      }
      next = tag();
    }
  }

  private int skipOne(int tag, int groups) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> fixed(tag, 8);
      case BYTES -> advance(length(tag));
      case GROUP_BEGIN -> {
        return 1;
      }
      case GROUP_END -> {
        if (groups == 0) {
          throw malformed("the group of field " + field(tag) + " ends, and never began");
        }
        return -1;
      }
      default -> fixed(tag, 4);
    }
    return 0;
  }

  private void fixed(int tag, int bytes) {
    if (bytes > end - position) {
      throw malformed(
          "field "
              + field(tag)
              + " is "
              + bytes
              + " bytes long; expected at most the "
              + (end - position)
              + " that are left");
    }
    position += bytes;
  }

  private long varint() {
    int at = position;
    if (at < end) {
      // Most numbers are tags and small: one byte.
      byte only = source.get(at);
      if (only >= 0) {
        position = at + 1;
        return only;
      }
    }
    return longVarint(at);
  }

  private long longVarint(int at) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == end) {
        position = at;
        throw malformed("a number is cut off by the end");
      }
      byte group = source.get(position++);
      value |= (long) (group & 0x7F) << shift;
      if (group >= 0) {
        if (shift == 63 && group > 1) {
          break;
        }
        return value;
      }
    }
    position = at;
    throw malformed("a number is longer than 64 bits");
  }

  private void require(int tag, int wireType) {
    if ((tag & 7) != wireType) {
      throw malformed(
          "field " + field(tag) + " is of wire type " + (tag & 7) + "; expected " + wireType);
    }
  }

  /** An exception that names the place that is read now. */
  public MalformedMessageException malformed(String problem) {
    return new MalformedMessageException(position - start, problem);
  }
}
