package io.togglebolt.wal.internal.read;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.MetadataRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the segments of a log, in memory, and puts them where they are wanted. */
final class TestSegments {
  static final Path DIRECTORY = Path.of("/log");
  static final WalMetadata OWNER = new WalMetadata(0xabc, 0xdef);

  private final FrameEncoder encoder = new FrameEncoder(0);
  private final List<SegmentName> names = new ArrayList<>();
  private final List<ByteBuffer> contents = new ArrayList<>();
  private HardState state = HardState.EMPTY;
  private long lastIndex;

  /** Begins a log as etcd does. */
  TestSegments() {
    begin(SegmentName.FIRST);
    mark(SnapshotMark.BEGINNING);
  }

  private void begin(SegmentName name) {
    names.add(name);
    contents.add(ByteBuffer.allocate(1 << 20));
    encoder.crc(target());
    encoder.metadata(MetadataRecord.of(OWNER), target());
    if (!state.isEmpty()) {
      encoder.state(state, target());
    }
  }

  private ByteBuffer target() {
    return contents.getLast();
  }

  TestSegments entry(Entry entry) {
    encoder.entry(entry, target());
    lastIndex = entry.index();
    return this;
  }

  TestSegments entries(long term, long first, long last) {
    for (long index = first; index <= last; index++) {
      byte[] data = SplitMix64.value(20, index);
      entry(Entry.of(term, index, data));
    }
    return this;
  }

  TestSegments state(HardState newState) {
    state = newState;
    encoder.state(newState, target());
    return this;
  }

  TestSegments mark(SnapshotMark mark) {
    encoder.snapshot(mark, target());
    lastIndex = Math.max(lastIndex, mark.index());
    return this;
  }

  TestSegments crc() {
    encoder.crc(target());
    return this;
  }

  TestSegments cut() {
    begin(names.getLast().next(lastIndex + 1));
    return this;
  }

  int chain() {
    return encoder.chain();
  }

  SegmentName name(int number) {
    return names.get(number);
  }

  List<SegmentName> names() {
    return names;
  }

  /** How long the last segment is until now. */
  int end() {
    return target().position();
  }

  byte[] content(int number) {
    ByteBuffer content = contents.get(number);
    return Arrays.copyOf(content.array(), content.position());
  }

  /** The files, by name, with reserved space behind the last one. */
  SortedMap<String, byte[]> files(int reservedBytes) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      byte[] content = content(i);
      if (i == names.size() - 1) {
        content = Arrays.copyOf(content, content.length + reservedBytes);
      }
      files.put(names.get(i).fileName(), content);
    }
    return files;
  }

  /** A disk that holds the log and nothing else. */
  SimulatedDisk disk(int reservedBytes) {
    return disk(files(reservedBytes));
  }

  static SimulatedDisk disk(SortedMap<String, byte[]> files) {
    SimulatedDisk disk = new SimulatedDisk();
    files.forEach((name, content) -> disk.put(DIRECTORY.resolve(name), content));
    return disk;
  }
}
