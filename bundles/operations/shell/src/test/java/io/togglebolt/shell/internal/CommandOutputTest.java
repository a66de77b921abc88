package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.StorageException;
import io.togglebolt.wal.WalRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a stream that an interrupt of the writing thread closes, as that of a terminal. */
@Timeout(60)
class CommandOutputTest {
  /** More than a pipe holds, so that a write waits for the reader. */
  private static final int MUCH = 1 << 22;

  private static final int KEY_BYTES = 1 << 14;

  @TempDir private Path folder;

  /** Prints until it has printed all, or is told to end. */
  @FunctionalInterface
  private interface Printing {
    void into(CommandOutput output) throws IOException;
  }

  /** Says when somebody writes into it, before it does. */
  private static final class Announcing extends OutputStream {
    private final OutputStream behind;
    private final CountDownLatch begun = new CountDownLatch(1);

    Announcing(OutputStream behind) {
      this.behind = behind;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      begun.countDown();
      behind.write(bytes, from, length);
    }
  }

  private static long drain(InputStream reader) {
    try {
      return reader.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  /** Interrupts it while nobody reads, then reads; how much there was. */
  private static long interrupted(Printing printing) throws Exception {
    Pipe pipe = Pipe.open();
    Announcing terminal = new Announcing(Channels.newOutputStream(pipe.sink()));
    PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    CommandOutput output = new CommandOutput(out, out);
    AtomicBoolean kept = new AtomicBoolean();
    Thread command =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    printing.into(output);
                  } catch (IOException | StorageException ended) {
                    assertTrue(output.isOver());
                  }
                  kept.set(Thread.currentThread().isInterrupted());
                });
    terminal.begun.await();
    command.interrupt();
    long[] read = new long[1];
    InputStream reader = Channels.newInputStream(pipe.source());
    Thread drain = Thread.ofPlatform().start(() -> read[0] = drain(reader));
    command.join();
    assertTrue(kept.get(), "the interrupt is for the command, too");
    assertTrue(output.isOver());
    assertTrue(pipe.sink().isOpen(), "the terminal was closed");
    out.println("the next prompt");
    assertFalse(out.checkError());
    out.close();
    pipe.sink().close();
    drain.join();
    reader.close();
    return read[0];
  }

  @Test
  void anInterruptWhileALogsDumpWaitsForTheTerminalEndsItAndLeavesTheTerminalOpen()
      throws Exception {
    WalDump.Choice all = new WalDump.Choice(0, MUCH, EnumSet.allOf(WalDump.Type.class));
    long read =
        interrupted(
            output -> {
              WalDump dump = new WalDump(all, output, entry -> "x".repeat(1_000));
              long index = 1;
              while (index < MUCH
                  && dump.record(
                      folder, 0, new WalRecord.LogEntry(Entry.of(1, index, new byte[0])))) {
                index++;
              }
              dump.flush();
            });
    assertTrue(read < MUCH, "printed on after the interrupt: " + read);
  }

  @Test
  void anInterruptWhileADatabasesDumpWaitsForTheTerminalEndsItAndLeavesTheTerminalOpen()
      throws Exception {
    DatabaseFactory engine = ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
    DatabaseOptions options = DatabaseOptions.defaults();
    try (Database database = engine.open(folder.resolve("a.db"), options)) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(new byte[] {1});
            for (int i = 0; i < MUCH / KEY_BYTES; i++) {
              bucket.put(ByteBuffer.allocate(KEY_BYTES).putInt(i).array(), new byte[0]);
            }
          });
      long read = interrupted(database::dump);
      assertTrue(read < MUCH, "printed on after the interrupt: " + read);
    }
  }

  @Test
  void aWriteThatFailsEndsTheOutput() {
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("gone");
              }
            });
    CommandOutput output = new CommandOutput(broken, broken);
    assertFalse(output.isOver());
    assertFalse(output.print("a line"));
    assertTrue(output.isOver());
    assertFalse(output.print("another"));
  }
}
