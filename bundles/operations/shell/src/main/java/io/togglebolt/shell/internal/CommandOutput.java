package io.togglebolt.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * The output of a command that prints much. Ctrl-C interrupts the command's thread, and a write of
 * an interrupted thread, even of one that is interrupted while the terminal makes it wait, closes
 * the terminal's stream for all that comes. So another thread writes, which nobody knows and nobody
 * interrupts, and the command waits for it; what an interrupt finds half-written is written to its
 * end. Used by one thread.
 */
final class CommandOutput extends OutputStream {
  private final PrintStream out;
  private final PrintStream console;
  private boolean over;

  CommandOutput(PrintStream out, PrintStream console) {
    this.out = out;
    this.console = console;
  }

  /** To where the current command's output goes: a terminal, a pipe, or a file. */
  static CommandOutput of(CommandSession session) {
    Process process = Process.Utils.current();
    // System.out is the command's own in the command's thread alone.
    return new CommandOutput(process == null ? System.out : process.out(), session.getConsole());
  }

  /** Writes text; whether somebody still reads, and the command was not interrupted. */
  boolean print(CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return written(bytes, 0, bytes.length);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /**
   * Writes bytes.
   *
   * @throws IOException when the command was interrupted, or nobody reads any more, so that whoever
   *     makes the bytes ends
   */
  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (!written(bytes, from, length)) {
      throw new IOException("nobody reads the output any more");
    }
  }

  /** Whether nobody wants more: the command was interrupted, or what it writes to was closed. */
  boolean isOver() {
    return over;
  }

  private boolean written(byte[] bytes, int from, int length) {
    if (over || Thread.currentThread().isInterrupted()) {
      over = true;
      return false;
    }
    boolean[] sound = new boolean[1];
    Thread writer =
        Thread.ofVirtual()
            .name("togglebolt-output")
            .start(
                () -> {
                  out.write(bytes, from, length);
                  // A pipe of the shell is seen at the command's stream, one of the system at the
                  // session's alone.
                  sound[0] = !out.checkError() && !console.checkError();
                });
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException whileItWrites) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    over = !sound[0];
    return !over;
  }
}
