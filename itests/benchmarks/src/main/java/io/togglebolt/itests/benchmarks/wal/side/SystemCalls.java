package io.togglebolt.itests.benchmarks.wal.side;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The system calls of the bare loops, without anything around them: what ours is compared with must
 * not pay for our own wrappers.
 */
final class SystemCalls {
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_TRUNC = 01000;
  private static final int OWNER_ONLY = 0600;
  private static final int RWF_DSYNC = 2;
  private static final int POSIX_FADV_DONTNEED = 4;

  private static final MethodHandle OPEN =
      handle("open", JAVA_INT, Linker.Option.firstVariadicArg(2), ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle FALLOCATE =
      handle("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PREAD =
      handle("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PWRITE =
      handle("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PWRITEV2 =
      handle("pwritev2", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle FDATASYNC = handle("fdatasync", JAVA_INT, JAVA_INT);
  private static final MethodHandle FADVISE =
      handle("posix_fadvise", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

  private SystemCalls() {}

  /** A call whose handle is asked for its result. */
  private interface Call {
    long make() throws Throwable;
  }

  /** Opens a file for reading and writing. */
  static int open(Path path, boolean emptied) throws IOException {
    int flags = emptied ? O_RDWR | O_CREAT | O_TRUNC : O_RDWR;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      return (int) checked("open", () -> (int) OPEN.invokeExact(name, flags, OWNER_ONLY));
    }
  }

  static void close(int file) throws IOException {
    checked("close", () -> (int) CLOSE.invokeExact(file));
  }

  static void allocate(int file, long bytes) throws IOException {
    checked("fallocate", () -> (int) FALLOCATE.invokeExact(file, 0, 0L, bytes));
  }

  /** Reads up to so many bytes; 0 at the end of the file. */
  static long read(int file, MemorySegment target, long offset) throws IOException {
    return checked(
        "pread", () -> (long) PREAD.invokeExact(file, target, target.byteSize(), offset));
  }

  static void write(int file, MemorySegment source, long offset) throws IOException {
    long bytes = source.byteSize();
    whole(bytes, checked("pwrite", () -> (long) PWRITE.invokeExact(file, source, bytes, offset)));
  }

  /**
   * Writes durably in one call.
   *
   * @param vector a {@code struct iovec} that names the bytes
   */
  static void writeDurably(int file, MemorySegment vector, long bytes, long offset)
      throws IOException {
    whole(
        bytes,
        checked("pwritev2", () -> (long) PWRITEV2.invokeExact(file, vector, 1, offset, RWF_DSYNC)));
  }

  static void sync(int file) throws IOException {
    checked("fdatasync", () -> (int) FDATASYNC.invokeExact(file));
  }

  /** Asks the system to forget what it holds of a file in memory; what is not written yet stays. */
  static void forget(int file) throws IOException {
    checked("fadvise", () -> -(int) FADVISE.invokeExact(file, 0L, 0L, POSIX_FADV_DONTNEED));
  }

  private static void whole(long wanted, long written) throws IOException {
    if (written != wanted) {
      throw new IOException("wrote " + written + " bytes; expected " + wanted);
    }
  }

  private static long checked(String name, Call call) throws IOException {
    long result;
    try {
      result = call.make();
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError("a system call threw a checked exception", impossible);
    }
    if (result < 0) {
      throw new IOException(name + " failed");
    }
    return result;
  }

  private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    return linked(name, FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle handle(
      String name, MemoryLayout result, Linker.Option option, MemoryLayout... arguments) {
    return linked(name, FunctionDescriptor.of(result, arguments), option);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle linked(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name)),
        descriptor,
        options);
  }
}
