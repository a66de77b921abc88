package io.togglebolt.runtime;

import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** A call on a {@link DiskFile} that has been closed. */
public final class FileClosedException extends ClosedChannelException {
  private static final long serialVersionUID = 1;

  private final String path;

  /** Names the file. */
  public FileClosedException(Path path) {
    this.path = path.toString();
  }

  @Override
  public String getMessage() {
    return path + ": the file is closed";
  }
}
