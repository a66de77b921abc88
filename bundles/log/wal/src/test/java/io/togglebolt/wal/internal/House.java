package io.togglebolt.wal.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.internal.SlotWorkshop;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.dsync.internal.DsyncWalWriterFactory;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A simulated machine with room for a log; everything runs on the thread of the test. */
final class House {
  static final Path LOG = Path.of("/data/wal");
  static final WalMetadata METADATA = new WalMetadata(7, 0xbeef);

  final SimulatedClock clock = new SimulatedClock();
  final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  final SlotFactory slots = new SlotWorkshop().with(clock, scheduler, Metrics.none());
  final SimulatedDisk disk;
  final LogFactory factory;
  final List<WalWriterFactory> writers;

  House() {
    this(new SimulatedDisk(), List.of(new SegmentedWalWriterFactory()));
  }

  House(SimulatedDisk disk, List<? extends WalWriterFactory> writers) {
    this.disk = disk;
    this.writers = List.copyOf(writers);
    factory = new LogFactory(disk, clock, scheduler, slots, this.writers);
  }

  static House withBothWriters() {
    return new House(
        new SimulatedDisk(), List.of(new SegmentedWalWriterFactory(), new DsyncWalWriterFactory()));
  }

  static WalOptions small() {
    return WalOptions.defaults().withName("log").withSegmentBytes(4_096).withBufferBytes(4_096);
  }

  OpenLog create(WalOptions options) {
    return (OpenLog) factory.create(LOG, METADATA, options);
  }

  OpenLog open(WalOptions options) {
    return (OpenLog)
        factory.open(LOG, SnapshotMark.BEGINNING, io.togglebolt.wal.WalVisitor.NONE, options);
  }

  /** What the log holds, which nobody must have open. */
  ReplayedLog replay() {
    ReplayedLog replayed = new ReplayedLog();
    factory.open(LOG, SnapshotMark.BEGINNING, replayed, small()).close();
    return replayed;
  }

  List<String> files() {
    try {
      return disk.list(LOG).stream().sorted().toList();
    } catch (java.io.IOException failed) {
      throw new AssertionError(failed);
    }
  }

  static List<Entry> entries(long first, int count, int bytes) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[bytes];
      byte[] text = Long.toString(first + i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, data, 0, Math.min(bytes, text.length));
      entries.add(Entry.of(1, first + i, data));
    }
    return entries;
  }

  static HardState committed(long commit) {
    return new HardState(1, 7, commit);
  }
}
