package io.togglebolt.disk.nio.internal;

import static io.togglebolt.disk.nio.internal.Downcalls.call;
import static io.togglebolt.disk.nio.internal.Downcalls.handle;
import static io.togglebolt.disk.nio.internal.Downcalls.ints;
import static io.togglebolt.disk.nio.internal.Downcalls.once;
import static io.togglebolt.disk.nio.internal.Downcalls.optional;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The system calls, as Java methods. Each gives its result when that is not negative, and the
 * negated error number otherwise, as the kernel itself does. A call that a signal broke off is made
 * again.
 *
 * <p>Buffers must be native memory: a call may wait for the disk, and a call that may see the Java
 * heap would hold up the garbage collector meanwhile.
 */
final class Native {
  private static final long MESSAGE_BYTES = 256;

  private static final MethodHandle CLOSE = handle("close", ints(JAVA_INT));
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PWRITE =
      handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

  /**
   * Null where the C library is older than the call. The last argument is none of the function's,
   * and no calling convention minds it: it is the buffer that the vector points to, which Java
   * would otherwise let others free during the call.
   */
  private static final @Nullable MethodHandle PWRITEV2 =
      optional(
          "pwritev2",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));

  private static final MethodHandle FSYNC = handle("fsync", ints(JAVA_INT));
  private static final MethodHandle FDATASYNC = handle("fdatasync", ints(JAVA_INT));
  private static final MethodHandle FTRUNCATE = handle("ftruncate", ints(JAVA_INT, JAVA_LONG));
  private static final MethodHandle FALLOCATE =
      handle("fallocate", ints(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FLOCK = handle("flock", ints(JAVA_INT, JAVA_INT));
  private static final MethodHandle FCNTL =
      handle("fcntl", ints(JAVA_INT, JAVA_INT, ADDRESS), Linker.Option.firstVariadicArg(2));
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

  /** Does nothing but make sure that every call was found. */
  static void load() {}

  /** Not made again after a signal: Linux has closed the descriptor by then. */
  static long close(int descriptor) {
    long result = once(state -> (int) CLOSE.invokeExact(state, descriptor));
    return result == -Linux.EINTR ? 0 : result;
  }

  static long pread(int descriptor, MemorySegment target, long offset) {
    Scratch scratch = Scratch.take();
    try {
      long result;
      do {
        long returned =
            (long) PREAD.invokeExact(scratch.state, descriptor, target, target.byteSize(), offset);
        result = Downcalls.result(returned, scratch.state);
      } while (result == -Linux.EINTR);
      return result;
    } catch (Throwable failure) {
      throw Downcalls.unchecked(failure);
    } finally {
      scratch.giveBack();
    }
  }

  static long pwrite(int descriptor, MemorySegment source, long offset) {
    Scratch scratch = Scratch.take();
    try {
      long result;
      do {
        long returned =
            (long) PWRITE.invokeExact(scratch.state, descriptor, source, source.byteSize(), offset);
        result = Downcalls.result(returned, scratch.state);
      } while (result == -Linux.EINTR);
      return result;
    } catch (Throwable failure) {
      throw Downcalls.unchecked(failure);
    } finally {
      scratch.giveBack();
    }
  }

  /** Writes data that is durable when the call returns; -EOPNOTSUPP where nothing can do that. */
  static long pwriteDurably(int descriptor, MemorySegment source, long offset) {
    MethodHandle pwritev2 = PWRITEV2;
    if (pwritev2 == null) {
      return -Linux.EOPNOTSUPP;
    }
    Scratch scratch = Scratch.take();
    try {
      long result;
      do {
        long returned =
            (long)
                pwritev2.invokeExact(
                    scratch.state,
                    descriptor,
                    scratch.vectorOf(source),
                    1,
                    offset,
                    Linux.RWF_DSYNC,
                    source);
        result = Downcalls.result(returned, scratch.state);
      } while (result == -Linux.EINTR);
      return result;
    } catch (Throwable failure) {
      throw Downcalls.unchecked(failure);
    } finally {
      scratch.giveBack();
    }
  }

  static long fsync(int descriptor) {
    return call(state -> (int) FSYNC.invokeExact(state, descriptor));
  }

  static long fdatasync(int descriptor) {
    Scratch scratch = Scratch.take();
    try {
      long result;
      do {
        long returned = (int) FDATASYNC.invokeExact(scratch.state, descriptor);
        result = Downcalls.result(returned, scratch.state);
      } while (result == -Linux.EINTR);
      return result;
    } catch (Throwable failure) {
      throw Downcalls.unchecked(failure);
    } finally {
      scratch.giveBack();
    }
  }

  static long ftruncate(int descriptor, long sizeBytes) {
    return call(state -> (int) FTRUNCATE.invokeExact(state, descriptor, sizeBytes));
  }

  static long fallocate(int descriptor, long offset, long lengthBytes) {
    return call(state -> (int) FALLOCATE.invokeExact(state, descriptor, 0, offset, lengthBytes));
  }

  /**
   * Takes or gives up a lock of the open file on all its bytes, without waiting.
   *
   * @param type F_RDLCK, F_WRLCK or F_UNLCK
   */
  static long lockRecord(int descriptor, short type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = arena.allocate(Linux.FLOCK_BYTES, JAVA_LONG.byteAlignment());
      lock.set(JAVA_SHORT, Linux.FLOCK_TYPE_OFFSET, type);
      return call(state -> (int) FCNTL.invokeExact(state, descriptor, Linux.F_OFD_SETLK, lock));
    }
  }

  static long flock(int descriptor, int operation) {
    return call(state -> (int) FLOCK.invokeExact(state, descriptor, operation));
  }

  /** Fills in {@code status[0]} when the result is 0. */
  static long statx(int descriptor, Status[] status) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocateFrom("");
      MemorySegment buffer = arena.allocate(Linux.STATX_BYTES, JAVA_LONG.byteAlignment());
      int mask = Linux.STATX_TYPE | Linux.STATX_SIZE;
      long result =
          call(
              state ->
                  (int)
                      STATX.invokeExact(
                          state, descriptor, empty, Linux.AT_EMPTY_PATH, mask, buffer));
      if (result == 0) {
        int mode = Short.toUnsignedInt(buffer.get(JAVA_SHORT, Linux.STATX_MODE_OFFSET));
        status[0] = new Status(mode, buffer.get(JAVA_LONG, Linux.STATX_SIZE_OFFSET));
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
                    state,
                    MemorySegment.NULL,
                    lengthBytes,
                    Linux.PROT_READ,
                    Linux.MAP_SHARED,
                    descriptor,
                    0L));
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
}
