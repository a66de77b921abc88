package io.togglebolt.shell.internal;

import io.togglebolt.metrics.ExporterException;
import io.togglebolt.slot.SlotException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.wal.WalException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The boundary between commands and the shell: what users can cause reaches them as one line.
 * Anything else is a defect and passes through as it is.
 */
final class Errors {

  /** A command's work. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T run() throws IOException, InterruptedException;
  }

  private Errors() {}

  /** Does the work and turns its errors into {@link CommandException}s. */
  static <T> T asOneLine(Work<T> work) {
    try {
      return work.run();
    } catch (StorageException
        | WalException
        | SlotException
        | ExporterException
        | IllegalArgumentException e) {
      throw new CommandException(message(e), e);
    } catch (UncheckedIOException | IOException e) {
      throw new CommandException("input or output failed: " + message(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
