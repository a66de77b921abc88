package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a file that did not exist, whole or not at all. */
final class NewCopy {
  /** Fills the file; returns its size in bytes. */
  interface Filling {
    long fill() throws IOException;
  }

  private NewCopy() {}

  /**
   * Claims the name, fills the file, and takes the name away again when that fails.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name, which stays
   */
  static long make(Disk disk, Path target, Filling filling) throws IOException {
    disk.open(target, Disk.Access.CREATE_NEW).close();
    try {
      return filling.fill();
    } catch (Throwable failure) {
      try {
        disk.delete(target);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }
}
