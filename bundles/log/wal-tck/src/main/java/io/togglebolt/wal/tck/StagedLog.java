package io.togglebolt.wal.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log does with its writers, without a log: begins segments, appends, prepares, replaces,
 * and knows byte for byte what must be on the disk. Random decisions come from the seed alone, so
 * the same seed does the same again when the disk fails.
 */
final class StagedLog implements AutoCloseable {
  private static final int PAGE_BYTES = 4_096;
  private static final byte OVERWRITTEN = (byte) 0xA5;

  final SimulatedDisk disk = new SimulatedDisk();
  private final WalWriterFactory factory;
  private final SplitMix64 random;
  private final Caller caller;
  private final Arena arena = Arena.ofShared();
  private final List<Written> segments = new ArrayList<>();
  private final List<StagedSegment> lent = new ArrayList<>();
  private final Deque<StagedSegment> prepared = new ArrayDeque<>();
  private WalWriter writer;
  private @Nullable Written current;
  private @Nullable MemorySegment buffer;
  private int files;
  private boolean writerIsCalled;

  /** Makes a call of a writer, on this thread or on another one. */
  interface Caller {
    Caller DIRECT = Call::run;

    void call(Call call) throws IOException;
  }

  /** A call of a writer. */
  interface Call {
    void run() throws IOException;
  }

  /** A segment and what it must hold. */
  private static final class Written {
    private final StagedSegment segment;
    private byte[] expected;
    private byte[] underWay = new byte[0];

    private Written(StagedSegment segment, byte[] expected) {
      this.segment = segment;
      this.expected = expected;
    }

    private void appended() {
      expected = concat(expected, underWay);
      underWay = new byte[0];
    }
  }

  StagedLog(WalWriterFactory factory, long seed) {
    this(factory, seed, Caller.DIRECT);
  }

  StagedLog(WalWriterFactory factory, long seed, Caller caller) {
    this.factory = factory;
    random = new SplitMix64(seed);
    this.caller = caller;
    writer = factory.create();
  }

  /** Begins a segment, then does whatever comes to mind. */
  void run(int steps) throws IOException {
    beginAnywhere();
    for (int i = 0; i < steps; i++) {
      switch (random.below(16)) {
        case 0 -> beginNext();
        case 1 -> prepare();
        case 2 -> replaceWriter();
        case 3 -> beginAnywhere();
        default -> append(likelyLength());
      }
    }
  }

  /** Small ones, ones that end a page, and now and then many pages. */
  private int likelyLength() {
    return switch (random.below(8)) {
      case 0 -> toPageEnd() + PAGE_BYTES * random.below(3);
      case 1, 2 -> 8 * random.between(1, 2 * PAGE_BYTES / 8);
      case 3 -> 8 * random.between(1, 20 * PAGE_BYTES / 8);
      default -> 8 * random.between(1, 80);
    };
  }

  private int toPageEnd() {
    return PAGE_BYTES - current().expected.length % PAGE_BYTES;
  }

  /** Begins a new segment at its beginning: one that was prepared, or one that holds nothing. */
  void beginNext() throws IOException {
    StagedSegment next = prepared.isEmpty() ? newSegment() : prepared.removeFirst();
    begin(new Written(next, new byte[0]));
  }

  /** Begins in the middle of a segment that another process wrote. */
  void beginAnywhere() throws IOException {
    int page = PAGE_BYTES * random.below(3);
    int within =
        switch (random.below(4)) {
          case 0 -> 0;
          case 1 -> PAGE_BYTES - 8;
          default -> 8 * random.below(PAGE_BYTES / 8);
        };
    beginAt(page + within, random.choice(0, 8, PAGE_BYTES, 10 * PAGE_BYTES + 24));
  }

  /** Begins where a segment holds that many durable bytes, and that many zeros behind them. */
  void beginAt(int offset, int zeros) throws IOException {
    byte[] durable = random.bytes(offset);
    Path path = nextPath();
    disk.put(path, Arrays.copyOf(durable, offset + zeros));
    begin(new Written(lend(path), durable));
  }

  private void begin(Written next) throws IOException {
    if (current != null) {
      current.segment.fence();
    }
    current = next;
    segments.add(next);
    call(() -> writer.begin(next.segment, next.expected.length));
  }

  /** Appends, then uses the buffer for something else. */
  void append(int length) throws IOException {
    Written target = current();
    byte[] bytes = random.bytes(length);
    target.underWay = bytes;
    MemorySegment frames = nativeCopy(bytes);
    try {
      call(() -> writer.append(frames));
    } finally {
      frames.fill(OVERWRITTEN);
    }
    target.appended();
  }

  /** Like a log's buffer it is used again, and frames begin anywhere in it. */
  private MemorySegment nativeCopy(byte[] bytes) {
    int begin = 8 * random.below(512);
    MemorySegment room = buffer;
    if (room == null || room.byteSize() < begin + bytes.length) {
      room = arena.allocate(2L * (begin + bytes.length), 8);
      buffer = room;
    }
    MemorySegment frames = room.asSlice(begin, bytes.length);
    MemorySegment.copy(bytes, 0, frames, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return frames;
  }

  /** Has a segment prepared; it is begun later, maybe by another writer. */
  void prepare() throws IOException {
    prepare(PAGE_BYTES * random.between(1, 20) + 8 * random.below(2));
  }

  void prepare(long sizeBytes) throws IOException {
    StagedSegment next = newSegment();
    prepared.addLast(next);
    call(() -> writer.prepare(next, sizeBytes));
    assertEquals(sizeBytes, next.size(), "how long a prepared segment is");
  }

  /** Lets another writer go on where the first one ended. */
  void replaceWriter() throws IOException {
    Written place = current();
    closeWriter();
    writer = factory.create();
    StagedSegment again = lend(place.segment.path());
    segments.remove(place);
    current = null;
    begin(new Written(again, place.expected));
  }

  /** Closes the writer, which must not write anything now. */
  void closeWriter() throws IOException {
    long before = operations(disk);
    call(writer::close);
    assertEquals(before, operations(disk), "operations of the disk while the writer closed");
    if (current != null) {
      current.segment.fence();
    }
  }

  private void call(Call call) throws IOException {
    writerIsCalled = true;
    caller.call(call);
    writerIsCalled = false;
  }

  /** Whether what was thrown last came out of a writer. */
  boolean writerThrew() {
    return writerIsCalled;
  }

  /** Whether an append was not successful. */
  boolean appendIsUnderWay() {
    return current != null && current.underWay.length > 0;
  }

  WalWriter writer() {
    return writer;
  }

  /** The segment that the writer has begun. */
  StagedSegment segment() {
    return current().segment;
  }

  private Written current() {
    if (current == null) {
      throw new IllegalStateException("no segment has been begun");
    }
    return current;
  }

  /** A new file, as a log makes it. */
  StagedSegment newSegment() throws IOException {
    return lend(nextPath());
  }

  private StagedSegment lend(Path path) throws IOException {
    StagedSegment segment = new StagedSegment(disk, path);
    lent.add(segment);
    return segment;
  }

  private Path nextPath() {
    return Path.of("/log/" + files++ + ".wal");
  }

  /** How many operations a disk was asked for. */
  static long operations(SimulatedDisk disk) {
    return Arrays.stream(DiskOperation.values()).mapToLong(disk::count).sum();
  }

  /** How many of them changed something. */
  static long changes(SimulatedDisk disk) {
    return Arrays.stream(DiskOperation.values())
        .filter(DiskOperation::changes)
        .mapToLong(disk::count)
        .sum();
  }

  /** No writer used a segment that was not its own any more. */
  void assertNothingRefused() {
    for (StagedSegment each : lent) {
      assertEquals(0, each.refused(), () -> "uses of " + each + " after it was taken away");
    }
  }

  /** Of the memory that writers used, none is left but the log's own. */
  void assertNoMemoryLeft() {
    for (StagedSegment each : lent) {
      for (MemorySegment.Scope scope : each.scopes()) {
        if (!scope.equals(arena.scope()) && !scope.equals(Arena.global().scope())) {
          assertFalse(scope.isAlive(), "a closed writer has not freed the memory it wrote from");
        }
      }
    }
  }

  /** Everything is there that was appended, and nothing else. */
  void assertHolds(SimulatedDisk found) throws IOException {
    for (Written each : segments) {
      assertHolds(each, found.content(each.segment.path()));
    }
    for (StagedSegment each : prepared) {
      assertHolds(new Written(each, new byte[0]), found.content(each.path()));
    }
  }

  private static void assertHolds(Written written, byte[] found) {
    byte[] expected = written.expected;
    int differs = Arrays.mismatch(expected, Arrays.copyOf(found, expected.length));
    if (differs >= 0 || found.length < expected.length) {
      int at = differs < 0 ? found.length : Math.min(differs, found.length);
      throw new AssertionError(
          written.segment + ": of " + expected.length + " bytes, lost or changed from " + at);
    }
    for (int i = expected.length; i < found.length; i++) {
      int within = i - expected.length;
      byte appended = within < written.underWay.length ? written.underWay[within] : 0;
      if (found[i] != 0 && found[i] != appended) {
        throw new AssertionError(
            written.segment
                + ": at "
                + i
                + ", behind the "
                + expected.length
                + " appended bytes, there is "
                + found[i]
                + "; expected a zero"
                + (within < written.underWay.length ? " or " + appended : ""));
      }
    }
  }

  /**
   * After an append failed: another one must fail too, or leave everything as durable as if nothing
   * had happened.
   */
  void assertNextAppendPretendsNothing(boolean durable) throws IOException {
    Written target = current();
    byte[] failed = target.underWay;
    byte[] next = random.bytes(64);
    try {
      writer.append(nativeCopy(next));
    } catch (IOException | RuntimeException refused) {
      return;
    }
    Path path = target.segment.path();
    byte[] found = durable ? disk.durableContent(path) : disk.content(path);
    if (!startsWith(found, concat(target.expected, concat(failed, next)))
        && !startsWith(found, concat(target.expected, next))) {
      throw new AssertionError(
          target.segment + ": an append after a failed one was said to be done, and is not there");
    }
  }

  private static boolean startsWith(byte[] found, byte[] prefix) {
    return found.length >= prefix.length
        && Arrays.equals(found, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  /** Frees the memory that frames were in; the writer has been closed, or is as good as dead. */
  @Override
  public void close() {
    arena.close();
  }
}
