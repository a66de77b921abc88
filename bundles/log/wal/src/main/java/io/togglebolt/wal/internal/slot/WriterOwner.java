package io.togglebolt.wal.internal.slot;

import io.togglebolt.slot.SlotOwner;
import io.togglebolt.wal.internal.files.WriterFailedException;
import io.togglebolt.wal.internal.write.Pump;
import io.togglebolt.wal.internal.write.Tail;
import io.togglebolt.wal.internal.write.Writers;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers take each other's place in a log. Nothing is copied and nothing caught up with: a
 * writer holds nothing, so it is made, and at the boundary it begins where the log ends.
 *
 * <p>A writer that takes over rehearses in the background first, in a file of its own, and is set
 * aside when it throws, hangs, or writes something else: the log does not notice. What is left is
 * one that hangs when it serves: that is like a disk that hangs, and whoever saves waits. The same
 * is true of one that is made where none serves, or in the place of one that failed.
 */
public final class WriterOwner implements SlotOwner<WalWriterFactory, WalWriter> {
  private final String log;
  private final Pump pump;
  private final Tail tail;
  private final Writers writers;

  /** For one log. */
  public WriterOwner(String log, Pump pump, Tail tail, Writers writers) {
    this.log = log;
    this.pump = pump;
    this.tail = tail;
    this.writers = writers;
  }

  @Override
  public @Nullable HandOver<WalWriterFactory, WalWriter> begin() throws InterruptedException {
    AtomicBoolean serves = new AtomicBoolean();
    boolean open = pump.boundary().run(() -> serves.set(tail.hasWriter()));
    return open ? new WriterHandOver(serves.get()) : null;
  }

  @Override
  public WalWriter rebuild(WalWriterFactory factory) throws Exception {
    WalWriter writer = create(factory);
    boolean seated = false;
    try {
      tail.seat(writer);
      seated = true;
      return writer;
    } catch (WriterFailedException failed) {
      throw failed.asException();
    } finally {
      if (!seated) {
        writers.retire(writer);
      }
    }
  }

  private WalWriter create(WalWriterFactory factory) {
    WalWriter writer = factory.create();
    writers.add(writer, factory.durable());
    return writer;
  }

  @Override
  public boolean atBoundary(Runnable task) throws InterruptedException {
    return pump.boundary().run(task);
  }

  @Override
  public boolean insideOperation() {
    return pump.isInside();
  }

  @Override
  public void retired(WalWriter part) {
    tail.unseat(part);
  }

  /** Used by one thread, but for {@link #abandon}, which another may call. */
  private final class WriterHandOver implements HandOver<WalWriterFactory, WalWriter> {
    /** Whether another writer serves meanwhile; where none does, somebody may wait. */
    private final boolean takesOver;

    private @Nullable WalWriter made;
    private boolean abandoned;
    private boolean atWork;

    /** Used by the one thread only. */
    private boolean rehearsed;

    private WriterHandOver(boolean takesOver) {
      this.takesOver = takesOver;
    }

    @Override
    public void make(WalWriterFactory factory) throws Exception {
      WalWriter writer = create(factory);
      boolean unwanted;
      synchronized (this) {
        unwanted = abandoned;
        made = unwanted ? null : writer;
      }
      if (unwanted) {
        writers.retire(writer);
      }
    }

    /**
     * There is nothing to tell a writer before it serves. But at the boundary all would wait for
     * one that hangs: so it shows here that it can write. And its segment takes time.
     */
    @Override
    public void catchUp() throws Exception {
      WalWriter writer;
      synchronized (this) {
        writer = made;
        if (writer == null || !takesOver) {
          return;
        }
        atWork = true;
      }
      try {
        if (!rehearsed) {
          tail.rehearse(writer);
          rehearsed = true;
        }
        tail.prepareFor(writer);
      } catch (WriterFailedException failed) {
        throw failed.asException();
      } finally {
        endWork(writer);
      }
    }

    /** One that was given up while it was at work is closed when it has come back. */
    private void endWork(WalWriter writer) {
      boolean unwanted;
      synchronized (this) {
        atWork = false;
        unwanted = abandoned;
      }
      if (unwanted) {
        writers.retire(writer);
      }
    }

    /** A log that begins segments all the time may have taken the file meanwhile. */
    @Override
    public boolean isClose() {
      return !takesOver || tail.isPrepared();
    }

    @Override
    public WalWriter complete() throws Exception {
      WalWriter writer;
      synchronized (this) {
        writer = made;
        if (writer == null) {
          throw new IllegalStateException(log + ": no writer was made");
        }
        // Whoever gives this up meanwhile must not have it closed while it appends.
        made = null;
      }
      boolean adopted = false;
      try {
        pump.boundary().adopt(writer);
        adopted = true;
        return writer;
      } finally {
        if (!adopted) {
          writers.retire(writer);
        }
      }
    }

    @Override
    public long stateSize() {
      return 0;
    }

    @Override
    public void abandon() {
      WalWriter unused;
      synchronized (this) {
        abandoned = true;
        unused = atWork ? null : made;
        made = null;
      }
      if (unused != null) {
        writers.retire(unused);
      }
    }
  }
}
