package io.togglebolt.itests.simulation.member;

import io.togglebolt.etcd.format.ConfStateCodec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Snapshots in files of their own, each whole and durable before it has its name. */
final class SnapshotFiles {
  private static final String SUFFIX = ".snap";

  private final Disk disk;
  private final Path directory;

  /** In a directory, which is made where it is missing. */
  SnapshotFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
    io(() -> disk.createDirectories(directory));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void io(Work work) {
    try {
      work.run();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private Path file(long index) {
    return directory.resolve(index + SUFFIX);
  }

  /** Writes a snapshot; it is durable when this returns. */
  void write(Snapshot snapshot) {
    SnapshotMetadata metadata = snapshot.metadata();
    int confStateBytes = (int) ConfStateCodec.sizeOf(metadata.confState());
    ByteBuffer buffer =
        ByteBuffer.allocate(
            2 * Long.BYTES + Integer.BYTES + confStateBytes + snapshot.data().length);
    buffer.putLong(metadata.index()).putLong(metadata.term()).putInt(confStateBytes);
    ConfStateCodec.write(metadata.confState(), buffer);
    buffer.put(snapshot.data());
    Path half = directory.resolve("half");
    io(
        () -> {
          try (DiskFile file = disk.open(half, Disk.Access.CREATE)) {
            file.resize(0);
            file.write(0, MemorySegment.ofArray(buffer.array()));
            file.sync();
          }
          disk.rename(half, file(metadata.index()));
          disk.syncDirectory(directory);
        });
  }

  /** Reads the snapshot of that index. */
  Optional<Snapshot> read(long index) {
    try (DiskFile file = disk.open(file(index), Disk.Access.READ)) {
      byte[] bytes = new byte[Math.toIntExact(file.size())];
      file.read(0, MemorySegment.ofArray(bytes));
      ByteBuffer source = ByteBuffer.wrap(bytes);
      long found = source.getLong();
      long term = source.getLong();
      int confStateBytes = source.getInt();
      ConfState confState = ConfStateCodec.read(source.slice(source.position(), confStateBytes));
      source.position(source.position() + confStateBytes);
      byte[] data = new byte[source.remaining()];
      source.get(data);
      return Optional.of(new Snapshot(new SnapshotMetadata(confState, found, term), data));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Deletes the snapshots below an index. */
  void deleteBelow(long index) {
    io(
        () -> {
          for (String name : disk.list(directory)) {
            if (name.endsWith(SUFFIX)
                && Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) < index) {
              disk.delete(directory.resolve(name));
            }
          }
        });
  }
}
