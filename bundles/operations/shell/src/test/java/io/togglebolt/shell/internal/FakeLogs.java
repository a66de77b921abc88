package io.togglebolt.shell.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalRecordVisitor;
import io.togglebolt.wal.WalRepair;
import io.togglebolt.wal.WalStatus;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import io.togglebolt.wal.WalVisitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Logs that hold what a test says, and remember what was asked of them. */
final class FakeLogs implements WalFactory, WalTools, SlotRegistry {
  final List<WalRecord> records = new ArrayList<>();
  final List<Log> made = new ArrayList<>();
  Optional<String> torn = Optional.empty();
  @Nullable String damage;
  @Nullable SnapshotMark openedAt;
  Optional<Path> broken = Optional.empty();
  volatile @Nullable WalException refusal;
  long shown;

  @Override
  public Wal create(Path directory, WalMetadata metadata, WalOptions options) {
    Log log = new Log(directory, metadata, options);
    made.add(log);
    return log;
  }

  @Override
  public Wal open(Path directory, SnapshotMark from, WalVisitor visitor, WalOptions options) {
    requireUndamaged();
    openedAt = from;
    return create(directory, new WalMetadata(1, 2), options);
  }

  @Override
  public WalTools tools() {
    return this;
  }

  @Override
  public WalSummary scan(Path directory, WalRecordVisitor visitor) {
    long offset = 0;
    SnapshotMark last = SnapshotMark.BEGINNING;
    for (WalRecord record : records) {
      last = record instanceof WalRecord.Snapshot(SnapshotMark mark) ? mark : last;
      shown++;
      if (!visitor.record(directory.resolve("0.wal"), offset, record)) {
        break;
      }
      offset += 8;
    }
    requireUndamaged();
    return new WalSummary(
        new WalMetadata(0x8e9e05c52164694dL, 2),
        1,
        records.size(),
        records.stream().filter(WalRecord.LogEntry.class::isInstance).count(),
        1,
        7,
        new HardState(2, 255, 5),
        last,
        directory.resolve("0.wal"),
        offset,
        torn);
  }

  private void requireUndamaged() {
    if (damage != null) {
      throw new InvalidWalException(damage);
    }
  }

  @Override
  public WalRepair repair(Path directory) {
    requireUndamaged();
    return new WalRepair(directory.resolve("0.wal"), broken, 512, broken.isPresent() ? 40 : 0);
  }

  @Override
  public List<SlotControl> slots() {
    return made.stream().<SlotControl>map(Slot::new).toList();
  }

  @Override
  public List<SwapRecord> journal() {
    return List.of();
  }

  @Override
  public AutoCloseable listen(Listener listener) {
    return () -> {};
  }

  /** One log, which is durable at once. */
  final class Log implements Wal {
    private final Path directory;
    private final WalMetadata metadata;
    final WalOptions options;
    private final List<Entry> entries = new ArrayList<>();
    private String writer;
    private long saves;
    boolean closed;

    Log(Path directory, WalMetadata metadata, WalOptions options) {
      this.directory = directory;
      this.metadata = metadata;
      this.options = options;
      writer = options.writer().orElse("segmented");
    }

    @Override
    public WalMetadata metadata() {
      return metadata;
    }

    @Override
    public synchronized CompletableFuture<Void> append(HardState state, List<Entry> appended) {
      WalException refused = refusal;
      if (refused != null) {
        return CompletableFuture.failedFuture(refused);
      }
      for (Entry entry : appended) {
        if (entry.index() != entries.size() + 1) {
          throw new IllegalArgumentException("found index " + entry.index());
        }
        entries.add(entry);
      }
      saves++;
      return CompletableFuture.completedFuture(null);
    }

    synchronized List<Entry> entries() {
      return List.copyOf(entries);
    }

    @Override
    public void save(HardState state, List<Entry> appended) {
      append(state, appended).join();
    }

    @Override
    public CompletableFuture<Void> saveSnapshot(SnapshotMark mark) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void sync() {}

    @Override
    public void cut() {}

    @Override
    public void release(long index) {}

    @Override
    public int purge(int keepSegments) {
      return 0;
    }

    @Override
    public synchronized WalStatus status() {
      String name = options.name().orElse("");
      return new WalStatus(
          name,
          directory,
          Optional.of(writer),
          3,
          2,
          1,
          entries.size(),
          new HardState(4, 0xab, 6),
          4096,
          1024,
          saves,
          saves * 100,
          saves,
          150_000,
          2_000_000,
          3_000_000,
          2,
          512,
          Optional.empty());
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** The slot of a log's writer. */
  private record Slot(Log log) implements SlotControl {
    @Override
    public String kind() {
      return "wal";
    }

    @Override
    public String owner() {
      return log.options.name().orElse("");
    }

    @Override
    public SlotStatus status() {
      return new SlotStatus(
          kind(),
          owner(),
          SlotStatus.State.SERVING,
          log.writer,
          null,
          false,
          0,
          List.of(candidate("segmented"), candidate("dsync")));
    }

    private SlotStatus.CandidateStatus candidate(String name) {
      return new SlotStatus.CandidateStatus(name, 0, name, name.equals(log.writer), null);
    }

    @Override
    public void use(String name, long timeoutMillis) {
      if (status().candidates().stream().noneMatch(each -> each.name().equals(name))) {
        throw new UnknownPartException("no writer " + name + "; there are segmented, dsync");
      }
      log.writer = name;
    }

    @Override
    public void pin(@Nullable String name) {
      throw new UnsupportedOperationException();
    }
  }
}
