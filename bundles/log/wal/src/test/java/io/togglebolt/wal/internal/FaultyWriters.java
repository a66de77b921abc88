package io.togglebolt.wal.internal;

import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writers that do what a test wants in the place of what they should, and then behave. */
final class FaultyWriters implements WalWriterFactory {
  /** What a writer does. */
  enum Step {
    CREATE,
    BEGIN,
    /** Before anything is written. */
    APPEND,
    /** When all was written, and is durable. */
    APPENDED,
    PREPARE,
    CLOSE
  }

  private final String name;
  private final int ranking;
  private final WalWriterFactory sound = new SegmentedWalWriterFactory();
  final List<Step> steps = new ArrayList<>();
  final List<Writer> made = new ArrayList<>();
  private @Nullable Step step;
  private int skip;
  private @Nullable Throwable thrown;

  FaultyWriters(String name, int ranking) {
    this.name = name;
    this.ranking = ranking;
  }

  /** The next time but so many that one comes there, it throws that. */
  FaultyWriters failing(Step where, int butFor, Throwable what) {
    step = where;
    skip = butFor;
    thrown = what;
    return this;
  }

  private void at(Step now) throws IOException {
    steps.add(now);
    Throwable what = thrown;
    if (now != step || what == null || skip-- > 0) {
      return;
    }
    step = null;
    switch (what) {
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      case Error failed -> throw failed;
      default -> throw new AssertionError(what);
    }
  }

  private void quietly(Step now) {
    try {
      at(now);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int ranking() {
    return ranking;
  }

  @Override
  public WalWriter create() {
    quietly(Step.CREATE);
    Writer writer = new Writer(sound.create());
    made.add(writer);
    return writer;
  }

  /** One writer, which remembers its segment longer than it may. */
  final class Writer implements WalWriter {
    private final WalWriter writer;
    @Nullable WalSegment segment;
    int closes;

    private Writer(WalWriter writer) {
      this.writer = writer;
    }

    @Override
    public void begin(WalSegment next, long offset) throws IOException {
      at(Step.BEGIN);
      segment = next;
      writer.begin(next, offset);
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      at(Step.APPEND);
      writer.append(frames);
      at(Step.APPENDED);
    }

    @Override
    public void prepare(WalSegment next, long sizeBytes) throws IOException {
      at(Step.PREPARE);
      writer.prepare(next, sizeBytes);
    }

    @Override
    public void close() {
      closes++;
      writer.close();
      quietly(Step.CLOSE);
    }
  }
}
