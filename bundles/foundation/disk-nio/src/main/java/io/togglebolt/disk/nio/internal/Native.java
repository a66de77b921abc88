package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The system calls, as Java methods. Each gives its result when that is not negative, and the
 * negated error number otherwise, as the kernel itself does. A call that a signal broke off is made
 * again. All numbers are those that Linux has on every 64-bit machine that the JDK runs on.
 *
 * <p>Buffers must be native memory: a call may wait for the disk, and a call that may see the Java
 * heap would hold up the garbage collector meanwhile.
 */
final class Native {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EWOULDBLOCK = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int EROFS = 30;
  static final int ENOSYS = 38;
  static final int EOPNOTSUPP = 95;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NOCTTY = 0400;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;

  static final int LOCK_SH = 1;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int LOCK_UN = 8;

  static final int S_IFMT = 0170000;
  static final int S_IFREG = 0100000;
  static final int S_IFDIR = 0040000;

  private static final int PROT_READ = 1;
  private static final int MAP_SHARED = 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_TYPE = 0x1;
  private static final int STATX_SIZE = 0x200;

  /** struct statx: unlike struct stat it is laid out alike on every machine. */
  private static final long STATX_BYTES = 256;

  private static final long STATX_MODE_OFFSET = 28;
  private static final long STATX_SIZE_OFFSET = 40;

  private static final long MESSAGE_BYTES = 256;

  /** struct iovec: an address and a length. */
  private static final long IOVEC_BYTES = 16;

  private static final long IOVEC_LENGTH_OFFSET = 8;
  private static final int RWF_DSYNC = 2;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE = handle("close", ints(JAVA_INT));
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PWRITE =
      handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

  /** Null where the C library is older than the call. */
  private static final @Nullable MethodHandle PWRITEV2 =
      optional(
          "pwritev2",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));

  private static final MethodHandle FSYNC = handle("fsync", ints(JAVA_INT));
  private static final MethodHandle FDATASYNC = handle("fdatasync", ints(JAVA_INT));
  private static final MethodHandle FTRUNCATE = handle("ftruncate", ints(JAVA_INT, JAVA_LONG));
  private static final MethodHandle FALLOCATE =
      handle("fallocate", ints(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FLOCK = handle("flock", ints(JAVA_INT, JAVA_INT));
  private static final MethodHandle STATX =
      handle("statx", ints(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP = handle("munmap", ints(ADDRESS, JAVA_LONG));

  /** The variant whose behaviour POSIX fixes; the plain name differs between C libraries. */
  private static final MethodHandle STRERROR =
      handle("__xpg_strerror_r", ints(JAVA_INT, ADDRESS, JAVA_LONG));

  private Native() {}

  /** What is known of an open file: its mode bits and its length in bytes. */
  record Status(int mode, long sizeBytes) {}

  /** One system call that leaves its error number in the given memory. */
  private interface Call {
    long make(MemorySegment state) throws Throwable;
  }

  /** Does nothing but make sure that every call was found. */
  static void load() {}

  static long open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, PathNames.CHARSET);
      return call(state -> (int) OPEN.invokeExact(state, name, flags, mode));
    }
  }

  /** Not made again after a signal: Linux has closed the descriptor by then. */
  static long close(int descriptor) {
    long result = once(state -> (int) CLOSE.invokeExact(state, descriptor));
    return result == -EINTR ? 0 : result;
  }

  static long pread(int descriptor, MemorySegment target, long offset) {
    return call(
        state -> (long) PREAD.invokeExact(state, descriptor, target, target.byteSize(), offset));
  }

  static long pwrite(int descriptor, MemorySegment source, long offset) {
    return call(
        state -> (long) PWRITE.invokeExact(state, descriptor, source, source.byteSize(), offset));
  }

  /** Writes data that is durable when the call returns; -EOPNOTSUPP where nothing can do that. */
  static long pwriteDurably(int descriptor, MemorySegment source, long offset) {
    MethodHandle pwritev2 = PWRITEV2;
    if (pwritev2 == null) {
      return -EOPNOTSUPP;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(IOVEC_BYTES, JAVA_LONG.byteAlignment());
      vector.set(ADDRESS, 0, source);
      vector.set(JAVA_LONG, IOVEC_LENGTH_OFFSET, source.byteSize());
      return call(
          state -> (long) pwritev2.invokeExact(state, descriptor, vector, 1, offset, RWF_DSYNC));
    }
  }

  static long fsync(int descriptor) {
    return call(state -> (int) FSYNC.invokeExact(state, descriptor));
  }

  static long fdatasync(int descriptor) {
    return call(state -> (int) FDATASYNC.invokeExact(state, descriptor));
  }

  static long ftruncate(int descriptor, long sizeBytes) {
    return call(state -> (int) FTRUNCATE.invokeExact(state, descriptor, sizeBytes));
  }

  static long fallocate(int descriptor, long offset, long lengthBytes) {
    return call(state -> (int) FALLOCATE.invokeExact(state, descriptor, 0, offset, lengthBytes));
  }

  static long flock(int descriptor, int operation) {
    return call(state -> (int) FLOCK.invokeExact(state, descriptor, operation));
  }

  /** Fills in {@code status[0]} when the result is 0. */
  static long statx(int descriptor, Status[] status) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocateFrom("");
      MemorySegment buffer = arena.allocate(STATX_BYTES, JAVA_LONG.byteAlignment());
      int mask = STATX_TYPE | STATX_SIZE;
      long result =
          call(
              state ->
                  (int) STATX.invokeExact(state, descriptor, empty, AT_EMPTY_PATH, mask, buffer));
      if (result == 0) {
        int mode = Short.toUnsignedInt(buffer.get(JAVA_SHORT, STATX_MODE_OFFSET));
        status[0] = new Status(mode, buffer.get(JAVA_LONG, STATX_SIZE_OFFSET));
      }
      return result;
    }
  }

  /** Maps from the file's start; gives the address. */
  static long mmap(int descriptor, long lengthBytes) {
    return call(
        state ->
            (long)
                MMAP.invokeExact(
                    state, MemorySegment.NULL, lengthBytes, PROT_READ, MAP_SHARED, descriptor, 0L));
  }

  static long munmap(MemorySegment memory) {
    return call(state -> (int) MUNMAP.invokeExact(state, memory, memory.byteSize()));
  }

  /** The system's own sentence for an error number. */
  static String message(int error) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MESSAGE_BYTES);
      long result = call(state -> (int) STRERROR.invokeExact(state, error, buffer, MESSAGE_BYTES));
      return result == 0 ? buffer.getString(0, StandardCharsets.UTF_8) : "error " + error;
    }
  }

  private static long call(Call call) {
    long result;
    do {
      result = once(call);
    } while (result == -EINTR);
    return result;
  }

  private static long once(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.make(state);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError("a system call threw a checked exception", impossible);
    }
  }

  private static FunctionDescriptor ints(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MethodHandle found = optional(name, descriptor, options);
    if (found == null) {
      throw new UnsatisfiedLinkError("the C library has no " + name);
    }
    return found;
  }

  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle optional(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return linker
        .defaultLookup()
        .find(name)
        .map(function -> linker.downcallHandle(function, descriptor, all))
        .orElse(null);
  }
}
