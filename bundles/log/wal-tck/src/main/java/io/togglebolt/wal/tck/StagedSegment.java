package io.togglebolt.wal.tck;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A segment as a log lends it: a file on a disk, which can be taken away. It remembers what a
 * writer did with it. Thread-safe.
 */
public final class StagedSegment implements WalSegment, AutoCloseable {
  /** What a writer may do with a segment. */
  public enum Call {
    READ,
    WRITE,
    WRITE_DURABLY,
    SYNC,
    ALLOCATE
  }

  private final Path path;
  private final DiskFile file;
  private final List<Call> calls = new ArrayList<>();
  private final Set<MemorySegment.Scope> scopes = new HashSet<>();
  private @Nullable Runnable interruption;
  private long callsUntilFenced = Long.MAX_VALUE;
  private int refused;

  /** Opens the file, which is created where it is missing. */
  public StagedSegment(Disk disk, Path path) throws IOException {
    this.path = path;
    file = disk.open(path, Access.CREATE);
  }

  /** Takes it away: from now on every use is refused. */
  public void fence() {
    fenceAfter(0);
  }

  /** Takes it away after so many more calls. */
  public synchronized void fenceAfter(long furtherCalls) {
    callsUntilFenced = furtherCalls;
  }

  /** Has something done in the middle of the next call, once. */
  public synchronized void interrupt(Runnable newInterruption) {
    interruption = newInterruption;
  }

  /** What was done with it, in order, refused calls left out. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many calls were refused because it had been taken away. */
  public synchronized int refused() {
    return refused;
  }

  /** The lifetimes of the native memory that was written from and read into. */
  synchronized Set<MemorySegment.Scope> scopes() {
    return Set.copyOf(scopes);
  }

  private void note(Call call, MemorySegment memory) throws FileClosedException {
    note(call);
    if (memory.isNative()) {
      synchronized (this) {
        scopes.add(memory.scope());
      }
    }
  }

  private void note(@Nullable Call call) throws FileClosedException {
    Runnable now;
    synchronized (this) {
      if (callsUntilFenced <= 0) {
        refused++;
        throw new FileClosedException(path);
      }
      if (call == null) {
        return;
      }
      callsUntilFenced--;
      calls.add(call);
      now = interruption;
      interruption = null;
    }
    if (now != null) {
      now.run();
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void read(long offset, MemorySegment target) throws IOException {
    note(Call.READ, target);
    file.read(offset, target);
  }

  @Override
  public void write(long offset, MemorySegment source) throws IOException {
    note(Call.WRITE, source);
    file.write(offset, source);
  }

  @Override
  public void writeDurably(long offset, MemorySegment source) throws IOException {
    note(Call.WRITE_DURABLY, source);
    file.writeDurably(offset, source);
  }

  @Override
  public void sync() throws IOException {
    note(Call.SYNC);
    file.sync();
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws IOException {
    note(Call.ALLOCATE);
    file.allocate(offset, lengthBytes);
  }

  @Override
  public long size() throws IOException {
    note(null);
    return file.size();
  }

  /** Takes it away and closes the file. */
  @Override
  public void close() throws IOException {
    fence();
    file.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
