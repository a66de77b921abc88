package io.togglebolt.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes what bundles print on standard output of their own accord, and logs it. Standard output
 * belongs to commands alone, whose sessions write to its descriptor; a warning of a library that
 * ended up among a command's results would spoil them. Thread-safe.
 */
final class StrayOutput extends OutputStream {
  private static final System.Logger LOG = System.getLogger("stdout");
  private static final int LONGEST_LINE_BYTES = 8_192;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private StrayOutput() {}

  /** Makes this the process's {@link System#out}. */
  static void capture() {
    System.setOut(new PrintStream(new StrayOutput(), true, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= LONGEST_LINE_BYTES) {
      LOG.log(System.Logger.Level.WARNING, line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
