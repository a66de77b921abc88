package io.togglebolt.wal.internal.read;

import io.togglebolt.etcd.format.MalformedMessageException;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.internal.format.Crc32cChain;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.FrameHeader;
import io.togglebolt.wal.internal.format.RecordCodec;
import io.togglebolt.wal.internal.format.RecordType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes from record to record through segments, and follows the chain of checksums. Not thread-safe.
 *
 * <p>A length of zero, or the end of the file, ends a segment. Behind the header of the last one a
 * record may be half-written: then it is longer than what is left of the file, or cannot be right
 * and has a sector that is all zero, and it is not whole but for its length. There the log ends,
 * and {@link #torn} says why. A bad record anywhere else is damage.
 */
final class RecordCursor implements AutoCloseable {
  /** Each segment begins with its checksum and with whose log it is, durable before its name is. */
  static final int SEGMENT_HEADER_RECORDS = 2;

  private final List<ReadableSegment> segments;
  private final SegmentInput input = new SegmentInput();
  private final RecordCodec record = new RecordCodec();
  private final Crc32cChain chain = new Crc32cChain(0);
  private final long[] ends;
  private int number;
  private int recordsInSegment;
  private long offset;
  private long end;
  private int chainAtEnd;
  private @Nullable String torn;

  /**
   * Reads from the beginning of the first of some segments.
   *
   * @param segments one at least, in order; open as long as this is used
   */
  RecordCursor(List<ReadableSegment> segments) {
    this.segments = segments;
    ends = new long[segments.size()];
    input.open(segments.getFirst());
  }

  /**
   * Goes to the next record.
   *
   * @return whether there is one
   * @throws InvalidWalException at damage
   */
  boolean next() {
    if (torn != null) {
      return false;
    }
    while (true) {
      long left = input.sizeBytes() - end;
      if (left >= FrameEncoder.HEADER_BYTES) {
        int at = input.require(end, FrameEncoder.HEADER_BYTES);
        long header = input.bytes().getLong(at);
        if (header != 0) {
          return read(header, left);
        }
        requireNoRecord();
      } else if (left > 0) {
        return refuse(left + " bytes are left in the file; expected " + FrameEncoder.HEADER_BYTES);
      }
      if (!nextSegment()) {
        return false;
      }
    }
  }

  /** A sector is written whole, so a crash takes a length away only with what stands beside it. */
  private void requireNoRecord() {
    long behind = end + FrameEncoder.HEADER_BYTES;
    if (behind % ZeroSectors.SECTOR_BYTES != 0
        && WholeRecord.lengthAt(input, behind, chainAtEnd) >= 0) {
      throw damaged(end, "the length of a record is 0; but a whole one is there");
    }
  }

  private boolean nextSegment() {
    requireHeader();
    if (isLast()) {
      return false;
    }
    ends[number] = end;
    number++;
    recordsInSegment = 0;
    end = 0;
    input.open(segment());
    return true;
  }

  private void requireHeader() {
    if (recordsInSegment < SEGMENT_HEADER_RECORDS) {
      throw damaged(
          end,
          "the segment ends after "
              + recordsInSegment
              + " records; expected its checksum and its metadata");
    }
  }

  private boolean read(long header, long left) {
    String problem = FrameHeader.problem(header);
    if (problem != null) {
      throw damaged(end, problem);
    }
    long length = FrameHeader.recordBytes(header);
    long frame = FrameHeader.frameBytes(header);
    if (frame > left) {
      return refuse(
          "the record takes "
              + frame
              + " bytes with its length and padding; expected at most the "
              + left
              + " left");
    }
    if (length > FrameHeader.MAX_RECORD_BYTES) {
      throw damaged(
          end,
          "the record is "
              + length
              + " bytes long; expected at most "
              + FrameHeader.MAX_RECORD_BYTES);
    }
    int at = input.require(end, (int) frame) + FrameEncoder.HEADER_BYTES;
    problem = problem(at, (int) length);
    if (problem == null) {
      problem = paddingProblem(at + (int) length, at - FrameEncoder.HEADER_BYTES + (int) frame);
    }
    if (problem != null) {
      return refuse(problem, length);
    }
    offset = end;
    end += frame;
    chainAtEnd = chain.value();
    recordsInSegment++;
    return true;
  }

  private @Nullable String problem(int at, int length) {
    try {
      record.read(input.bytes(), at, at + length);
    } catch (MalformedMessageException malformed) {
      return "the record is malformed " + malformed.getMessage();
    }
    if (record.type() == RecordType.CRC) {
      return crcRecordProblem();
    }
    record.addTo(chain);
    return record.crc() == chain.value() ? null : mismatch("the record", chain.value());
  }

  /** The first checksum of all is where the chain begins, for what was before may be gone. */
  private @Nullable String crcRecordProblem() {
    if (record.hasData()) {
      return "a checksum has data; expected none";
    }
    if (number == 0 && recordsInSegment == 0) {
      chain.reset(record.crc());
      return null;
    }
    return record.crc() == chain.value()
        ? null
        : mismatch("the checksum at this place", chain.value());
  }

  private String mismatch(String what, int found) {
    return String.format(
        "%s expected CRC %08x, found %08x in what was read", what, record.crc(), found);
  }

  private @Nullable String paddingProblem(int from, int to) {
    ByteBuffer bytes = input.bytes();
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != 0) {
        return String.format("the padding has a byte 0x%02x; expected zeros", bytes.get(i));
      }
    }
    return null;
  }

  /** A record that was begun and not written to its end, if anywhere, is the log's last. */
  private boolean refuse(String problem) {
    if (!isLast() || recordsInSegment < SEGMENT_HEADER_RECORDS) {
      throw damaged(end, problem);
    }
    if (isWholeButForItsLength()) {
      throw damaged(end, problem + "; but a whole one is there, so its length is damaged");
    }
    torn = at(end, problem);
    return false;
  }

  /** One of which only padding is missing at the file's end has the length that it says. */
  private boolean isWholeButForItsLength() {
    long left = input.sizeBytes() - end;
    if (left <= FrameEncoder.HEADER_BYTES) {
      return false;
    }
    long whole = WholeRecord.lengthAt(input, end + FrameEncoder.HEADER_BYTES, chainAtEnd);
    long header = input.bytes().getLong(input.require(end, FrameEncoder.HEADER_BYTES));
    boolean isCutOff = FrameHeader.frameBytes(header) > left;
    return whole >= 0 && !(isCutOff && whole == FrameHeader.recordBytes(header));
  }

  private boolean refuse(String problem, long recordBytes) {
    long from = end;
    long to = end + FrameEncoder.HEADER_BYTES + recordBytes;
    if (isLast() && ZeroSectors.any(input, from, to)) {
      return refuse(problem + ", with a sector that is all zero");
    }
    throw damaged(end, problem);
  }

  private boolean isLast() {
    return number == segments.size() - 1;
  }

  private String at(long where, String problem) {
    return segment().path() + " at offset " + where + ": " + problem;
  }

  /** What is thrown for damage in this segment. */
  InvalidWalException damaged(long where, String problem) {
    return new InvalidWalException(at(where, problem));
  }

  /** The segment that is read now. */
  ReadableSegment segment() {
    return segments.get(number);
  }

  /** How many segments have been read, this one included. */
  int segmentsRead() {
    return number + 1;
  }

  /** How many records of this segment have been read; 1 at its first. */
  int recordsInSegment() {
    return recordsInSegment;
  }

  /** Where the frame of this record begins. */
  long offset() {
    return offset;
  }

  /** The record; valid until {@link #next}. */
  RecordCodec record() {
    return record;
  }

  /** Where the last good record of this segment ends. */
  long end() {
    return end;
  }

  /** Where the last good records of the segments before this one end. */
  List<Long> endsBefore() {
    return Arrays.stream(ends, 0, number).boxed().toList();
  }

  /** The checksum there. */
  int chain() {
    return chainAtEnd;
  }

  /** Why the log ends where it does, if not because nothing follows. */
  Optional<String> torn() {
    return Optional.ofNullable(torn);
  }

  /** A place between two records. */
  record Position(int number, int recordsInSegment, long end, int chain) {}

  /** The place behind this record. */
  Position position() {
    return new Position(number, recordsInSegment, end, chainAtEnd);
  }

  /** Goes back, or forth, to a place where it was. */
  void moveTo(Position place) {
    number = place.number();
    input.open(segment());
    recordsInSegment = place.recordsInSegment();
    end = place.end();
    chain.reset(place.chain());
    chainAtEnd = place.chain();
    torn = null;
  }

  /** How many bytes follow behind the last good record, reserved space left out. */
  long bytesBehindEnd() {
    return ZeroSectors.endOfContent(input, end) - end;
  }

  @Override
  public void close() {
    input.close();
  }
}
