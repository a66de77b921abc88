package io.togglebolt.wal.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.togglebolt.etcd.format.ConfStateCodec;
import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.etcd.format.HardStateCodec;
import io.togglebolt.etcd.format.ProtoWriter;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FrameEncoderTest {

  private static Entry entry(SplitMix64 random) {
    return new Entry(
        random.choice(EntryType.values()),
        random.next() >>> random.below(64),
        random.next() >>> random.between(1, 62) | 1,
        random.bytes(random.below(300)));
  }

  private static byte[] bytes(ByteBuffer source) {
    byte[] bytes = new byte[source.position()];
    source.get(0, bytes);
    return bytes;
  }

  private static byte[] data(Entry entry) {
    ByteBuffer data = ByteBuffer.allocate((int) EntryCodec.sizeOf(entry));
    EntryCodec.write(entry, data);
    assertEquals(0, data.remaining());
    return data.array();
  }

  @Test
  void framesAreThoseOfANaiveEncoderWhateverTheChecksumsLength() {
    Seeds.check(
        1,
        200,
        random -> {
          int chain = (int) random.next();
          FrameEncoder encoder = new FrameEncoder(chain);
          for (int i = 0; i < 100; i++) {
            Entry entry = entry(random);
            byte[] data = data(entry);
            chain = NaiveFrames.crc32c(chain, data);
            ByteBuffer target = ByteBuffer.allocateDirect(400);
            encoder.entry(entry, target);
            assertArrayEquals(NaiveFrames.frame(RecordType.ENTRY, chain, data), bytes(target));
            assertEquals(chain, encoder.chain());
            long most = FrameEncoder.maxFrameBytes(entry);
            assertTrue(
                target.position() <= most && target.position() >= most - 8,
                () -> target.position() + " bytes, and at most " + most + " were announced");
          }
        });
  }

  @Test
  void checksumsThatTakeFewerBytesMoveTheDataUp() {
    Entry entry = Entry.of(1, 1, new byte[] {1, 2, 3});
    byte[] data = data(entry);
    boolean[] lengths = new boolean[6];
    Seeds.check(
        7,
        200_000,
        random -> {
          int before = (int) random.next();
          FrameEncoder encoder = new FrameEncoder(before);
          ByteBuffer target = ByteBuffer.allocate(64);
          encoder.entry(entry, target);
          lengths[ProtoWriter.sizeOfVarint(Integer.toUnsignedLong(encoder.chain()))] = true;
          if (encoder.chain() >>> 21 == 0) {
            assertArrayEquals(
                NaiveFrames.frame(RecordType.ENTRY, encoder.chain(), data), bytes(target));
          }
        });
    assertTrue(lengths[3] && lengths[4] && lengths[5], () -> Arrays.toString(lengths));
  }

  @Test
  void aBufferThatIsTooSmallChangesNothing() {
    Entry entry = Entry.of(5, 7, new byte[50]);
    FrameEncoder encoder = new FrameEncoder(123);
    ByteBuffer target = ByteBuffer.allocate((int) FrameEncoder.maxFrameBytes(entry) - 1);
    assertThrows(BufferOverflowException.class, () -> encoder.entry(entry, target));
    ByteBuffer none = ByteBuffer.allocate(FrameEncoder.MAX_CRC_FRAME_BYTES - 1);
    assertThrows(BufferOverflowException.class, () -> encoder.crc(none));
    assertThrows(BufferOverflowException.class, () -> encoder.state(HardState.EMPTY, none));
    assertEquals(123, encoder.chain());
    assertEquals(0, target.position());
    assertEquals(0, none.position());
  }

  @Test
  void whatIsAnnouncedAtMostIsEnough() {
    HardState largest = new HardState(-1, -1, -1);
    ByteBuffer state = ByteBuffer.allocate(FrameEncoder.MAX_STATE_FRAME_BYTES);
    new FrameEncoder(0).state(largest, state);
    assertEquals(HardStateCodec.MAX_BYTES, HardStateCodec.sizeOf(largest));
    SnapshotMark mark = new SnapshotMark(Long.MAX_VALUE, -1, ConfState.ofVoters(1L, -1L));
    ByteBuffer marked = ByteBuffer.allocate((int) FrameEncoder.maxFrameBytes(mark));
    new FrameEncoder(0).snapshot(mark, marked);
    MetadataRecord metadata = MetadataRecord.of(new WalMetadata(-1, -1));
    ByteBuffer owner = ByteBuffer.allocate((int) FrameEncoder.maxFrameBytes(metadata));
    new FrameEncoder(0).metadata(metadata, owner);
    ByteBuffer crc = ByteBuffer.allocate(FrameEncoder.MAX_CRC_FRAME_BYTES);
    new FrameEncoder(-1).crc(crc);
    assertEquals(0, crc.remaining());
    assertTrue(ConfStateCodec.sizeOf(ConfState.ofVoters(1L, -1L)) > 12);
  }

  @Test
  void whatWouldBeRefusedByTheReaderIsNotWritten() {
    FrameEncoder encoder = new FrameEncoder(123);
    ByteBuffer target = ByteBuffer.allocate(4096);
    for (Executable refused :
        List.<Executable>of(
            () -> encoder.entry(Entry.of(1, 0, new byte[0]), target),
            () -> encoder.entry(Entry.of(1, -1, new byte[0]), target),
            () -> encoder.state(new HardState(0, 1, 0), target),
            () -> encoder.snapshot(SnapshotMark.of(-1, 1), target))) {
      String message = assertThrows(IllegalArgumentException.class, refused).getMessage();
      assertTrue(message.contains("can be in no log; expected"), message);
    }
    assertEquals(123, encoder.chain());
    assertEquals(0, target.position());
  }

  @Test
  void aChainThatWasKeptIsComeBackTo() {
    FrameEncoder encoder = new FrameEncoder(0);
    ByteBuffer target = ByteBuffer.allocate(4096);
    encoder.entry(Entry.of(1, 1, new byte[] {1}), target);
    int kept = encoder.chain();
    int position = target.position();
    encoder.entry(Entry.of(1, 2, new byte[] {2}), target);
    byte[] once = bytes(target);
    encoder.chain(kept);
    target.position(position);
    encoder.entry(Entry.of(1, 2, new byte[] {2}), target);
    assertArrayEquals(once, bytes(target));
  }

  @Test
  void unknownFieldsOfMetadataAreRepeated() {
    byte[] found = {0x08, 1, 0x10, 2, 0x1a, 3, 7, 8, 9};
    MetadataRecord metadata = MetadataRecord.read(found);
    assertEquals(new WalMetadata(1, 2), metadata.metadata());
    ByteBuffer target = ByteBuffer.allocate(128);
    new FrameEncoder(0).metadata(metadata, target);
    assertArrayEquals(
        NaiveFrames.frame(RecordType.METADATA, NaiveFrames.crc32c(0, found), found), bytes(target));
  }

  @Test
  void entriesAndStatesAreWrittenWithoutAllocating() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    FrameEncoder encoder = new FrameEncoder(0);
    ByteBuffer target = ByteBuffer.allocateDirect(1 << 20);
    Entry entry = Entry.of(3, 12_345, new byte[256]);
    HardState state = new HardState(3, -5, 12_345);
    int count = 2_000;
    long least = Long.MAX_VALUE;
    // The least of some rounds, for the compiler and the bean itself may allocate in the others.
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < count; i++) {
        encoder.entry(entry, target);
        encoder.state(state, target);
        target.clear();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < count, least + " bytes for " + count + " entries");
  }
}
