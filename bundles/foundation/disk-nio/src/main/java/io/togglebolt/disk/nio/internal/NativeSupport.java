package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.togglebolt.runtime.DiskUnavailableException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Finds out, before the first system call, whether there can be one. */
final class NativeSupport {
  private NativeSupport() {}

  /** Passes where system calls work, else says what to change. */
  static void require(Path path) throws DiskUnavailableException {
    requireSystem(path, System.getProperty("os.name", "unknown"), ADDRESS.byteSize() * Byte.SIZE);
    requireAccess(path);
    try {
      Native.load();
      NativeNames.load();
    } catch (LinkageError missing) {
      Throwable cause = missing.getCause() == null ? missing : missing.getCause();
      throw new DiskUnavailableException(
          path + ": can't be opened: " + cause.getMessage() + "; glibc 2.28 or later is needed",
          missing);
    }
  }

  static void requireSystem(Path path, String system, long bits) throws DiskUnavailableException {
    if (!system.equals("Linux") || bits != Long.SIZE) {
      throw new DiskUnavailableException(
          path
              + ": can't be opened: files are served on 64-bit Linux only, this is "
              + bits
              + "-bit "
              + system);
    }
  }

  @SuppressWarnings("restricted")
  private static void requireAccess(Path path) throws DiskUnavailableException {
    try {
      // The cheapest of the calls that Java guards by --enable-native-access.
      MemorySegment.NULL.reinterpret(0);
    } catch (IllegalCallerException denied) {
      Module module = NativeSupport.class.getModule();
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new DiskUnavailableException(
          path
              + ": can't be opened: native access is denied; start java with"
              + " --enable-native-access="
              + name,
          denied);
    }
  }
}
