package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.cluster.Simulation;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Events as lines of a file. One that cannot be written is told of once, and then left alone. */
final class FileLog implements EventLog, AutoCloseable {
  private final Path file;
  private final PrintStream out;
  private @Nullable Writer writer;

  private FileLog(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens a file, which loses what it held.
   *
   * @param out where it is told that the file cannot be written
   */
  static FileLog open(Path file, PrintStream out) {
    FileLog log = new FileLog(file, out);
    try {
      prepare(file);
      log.writer = Files.newBufferedWriter(file);
    } catch (IOException refused) {
      log.giveUp(refused);
    }
    return log;
  }

  /** Makes the directory of a file where there is none. */
  static void prepare(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    // Asked first, because a link to a directory is one, and cannot be created.
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void line(String line) {
    if (writer == null) {
      return;
    }
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException refused) {
      giveUp(refused);
    }
  }

  /** Takes what ended a simulation. */
  void failed(SimulationFailure failure) {
    line("FAILED: " + failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      line(cause.toString());
      for (StackTraceElement frame : cause.getStackTrace()) {
        line("    at " + frame);
        if (frame.getClassName().equals(Simulation.class.getName())
            && frame.getMethodName().equals("run")) {
          // Who asked for the simulation is another one when it is repeated.
          break;
        }
      }
    }
  }

  private void giveUp(IOException refused) {
    writer = null;
    out.println("run: the events cannot be written to " + file + ": " + refused);
  }

  @Override
  public void close() {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
    } catch (IOException refused) {
      giveUp(refused);
    }
  }
}
