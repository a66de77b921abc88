package io.togglebolt.wal.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagedWalWriterTest {
  private static final int PAGE = PagedWalWriter.PAGE_BYTES;
  private static final int ROUNDS = 20;
  private static final int APPENDS = 10_000;

  private final Arena arena = Arena.ofConfined();
  private final FileInMemory file = new FileInMemory(64 * PAGE);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void theLastPageIsWrittenAgainUntilItIsFull() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(4 * PAGE)) {
      writer.begin(file, 0);
      writer.append(frames(24, 1));
      writer.append(frames(PAGE - 24, 2));
      writer.append(frames(PAGE + 8, 3));
      writer.append(frames(8, 4));
      assertEquals(
          List.of("0+4096", "sync", "0+4096", "sync", "4096+8192", "sync", "8192+4096", "sync"),
          writer.done);
    }
    assertFile(0, 24, 1);
    assertFile(24, PAGE, 2);
    assertFile(PAGE, 2 * PAGE + 8, 3);
    assertFile(2 * PAGE + 8, 2 * PAGE + 16, 4);
    assertFile(2 * PAGE + 16, 64 * PAGE, 0);
  }

  @Test
  void whatStandsBeforeTheOffsetInItsPageIsReadBack() throws IOException {
    Arrays.fill(file.bytes, 0, PAGE + 40, (byte) 9);
    try (RecordingWriter writer = new RecordingWriter(4 * PAGE)) {
      writer.begin(file, PAGE + 40);
      writer.append(frames(16, 1));
      assertEquals(List.of("4096+4096", "sync"), writer.done);
    }
    assertFile(0, PAGE + 40, 9);
    assertFile(PAGE + 40, PAGE + 56, 1);
    assertFile(PAGE + 56, 64 * PAGE, 0);
  }

  @Test
  void anAppendLargerThanTheBufferIsSyncedOnce() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(2 * PAGE)) {
      writer.begin(file, 8);
      writer.append(frames(5 * PAGE, 1));
      assertEquals(List.of("0+8192", "8192+8192", "16384+8192", "sync"), writer.done);
    }
    assertFile(8, 8 + 5 * PAGE, 1);
    assertFile(8 + 5 * PAGE, 64 * PAGE, 0);
  }

  @Test
  void aGrowingBufferKeepsThePartialPage() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(64 * PAGE)) {
      writer.begin(file, 0);
      writer.append(frames(PAGE - 8, 1));
      writer.append(frames(30 * PAGE, 2));
      assertEquals(List.of("0+4096", "sync", "0+126976", "sync"), writer.done);
    }
    assertFile(0, PAGE - 8, 1);
    assertFile(PAGE - 8, 31 * PAGE - 8, 2);
  }

  @Test
  void pagesAreAlignedInMemory() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(64 * PAGE)) {
      writer.begin(file, 16);
      for (int length = 8; length < 20 * PAGE; length *= 3) {
        writer.append(frames(length - length % 8, 1));
        assertEquals(0, writer.lastAddress % PAGE);
      }
    }
  }

  @Test
  void afterAFailureNothingIsAppendedUntilASegmentIsBegun() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(4 * PAGE)) {
      writer.begin(file, 0);
      IOException failure = new IOException("the disk is gone");
      writer.failure = failure;
      assertSame(
          failure, assertThrows(IOException.class, () -> writer.append(frames(8, 1))), "the first");
      writer.failure = null;
      writer.done.clear();
      IOException refused = assertThrows(IOException.class, () -> writer.append(frames(8, 2)));
      assertEquals(
          "/log/segment: nothing can be appended after a failure: java.io.IOException: the disk is"
              + " gone",
          refused.getMessage());
      assertSame(failure, refused.getCause());
      assertEquals(List.of(), writer.done);
      writer.begin(file, 0);
      writer.append(frames(8, 3));
    }
    assertFile(0, 8, 3);
  }

  @Test
  void nothingIsAppendedBeforeASegmentIsBegun() {
    try (RecordingWriter writer = new RecordingWriter(PAGE)) {
      assertEquals(
          "no segment has been begun",
          assertThrows(IllegalStateException.class, () -> writer.append(frames(8, 1)))
              .getMessage());
    }
  }

  @Test
  void aBufferThatHoldsNoWholePagesIsRefused() {
    assertEquals(
        "the buffer's size is 6000 bytes; expected a multiple of 4096",
        assertThrows(IllegalArgumentException.class, () -> new RecordingWriter(6_000))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new RecordingWriter(0));
  }

  @Test
  void appendsAllocateNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    MemorySegment small = frames(264, 1);
    MemorySegment large = frames(3 * PAGE + 8, 2);
    long least = Long.MAX_VALUE;
    try (NullWriter writer = new NullWriter()) {
      writer.begin(file, 0);
      // The first rounds warm up; of the others, what the virtual machine itself allocates is
      // noise.
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < APPENDS; i++) {
          writer.append(i % 2 == 0 ? small : large);
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
      }
    }
    assertTrue(least < APPENDS, least + " bytes for " + APPENDS + " appends");
  }

  private MemorySegment frames(int length, int value) {
    return arena.allocate(length, 8).fill((byte) value);
  }

  private void assertFile(int from, int to, int value) {
    byte[] expected = new byte[to - from];
    Arrays.fill(expected, (byte) value);
    assertArrayEquals(expected, Arrays.copyOfRange(file.bytes, from, to), "from " + from);
  }

  private static final class RecordingWriter extends PagedWalWriter {
    private final List<String> done = new ArrayList<>();
    private @Nullable IOException failure;
    private long lastAddress;

    private RecordingWriter(int mostBytes) {
      super(mostBytes);
    }

    @Override
    protected void write(WalSegment target, long offset, MemorySegment pages) throws IOException {
      done.add(offset + "+" + pages.byteSize());
      lastAddress = pages.address();
      target.write(offset, pages);
    }

    @Override
    protected void makeDurable(WalSegment target) throws IOException {
      done.add("sync");
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static final class NullWriter extends PagedWalWriter {
    private NullWriter() {
      super(16 * PAGE);
    }

    @Override
    protected void write(WalSegment target, long offset, MemorySegment pages) {
      // What the disk allocates is not counted here.
    }

    @Override
    protected void makeDurable(WalSegment target) {
      // Nor here.
    }
  }

  private static final class FileInMemory implements WalSegment {
    private final byte[] bytes;

    private FileInMemory(int size) {
      bytes = new byte[size];
    }

    @Override
    public Path path() {
      return Path.of("/log/segment");
    }

    @Override
    public void read(long offset, MemorySegment target) {
      MemorySegment.copy(
          bytes, (int) offset, target, ValueLayout.JAVA_BYTE, 0, (int) target.byteSize());
    }

    @Override
    public void write(long offset, MemorySegment source) {
      MemorySegment.copy(
          source, ValueLayout.JAVA_BYTE, 0, bytes, (int) offset, (int) source.byteSize());
    }

    @Override
    public void writeDurably(long offset, MemorySegment source) {
      write(offset, source);
    }

    @Override
    public void sync() {
      throw new UnsupportedOperationException("a paged writer leaves it to its subclass");
    }

    @Override
    public void allocate(long offset, long lengthBytes) {
      throw new UnsupportedOperationException("a paged writer leaves it to its subclass");
    }

    @Override
    public long size() {
      return bytes.length;
    }
  }
}
