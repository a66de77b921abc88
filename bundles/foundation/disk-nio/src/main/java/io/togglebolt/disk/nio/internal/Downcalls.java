package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Finds the C library's functions, and calls those of them for which a few objects are cheap. */
final class Downcalls {
  /** Where a call leaves its error number. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private Downcalls() {}

  /** One system call that leaves its error number in the given memory. */
  interface Call {
    long make(MemorySegment state) throws Throwable;
  }

  /** A call's result, or the negated error number that it left. */
  static long result(long returned, MemorySegment state) {
    return returned == -1 ? -(int) ERRNO.get(state, 0L) : returned;
  }

  /** Makes a call, again when a signal broke it off. */
  static long call(Call call) {
    long result;
    do {
      result = once(call);
    } while (result == -Linux.EINTR);
    return result;
  }

  /** Makes a call once, whatever comes of it. */
  static long once(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(call.make(state), state);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  /** What a call threw, which no caller has to declare. */
  static RuntimeException unchecked(Throwable failure) {
    switch (failure) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError("a system call threw a checked exception", failure);
    }
  }

  /** A function that gives an int. */
  static FunctionDescriptor ints(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  /** A function that every C library has with which this can work. */
  static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MethodHandle found = optional(name, descriptor, options);
    if (found == null) {
      throw new UnsatisfiedLinkError("the C library has no " + name);
    }
    return found;
  }

  /** A function that the C library may be too old to have; null then. */
  @SuppressWarnings("restricted")
  static @Nullable MethodHandle optional(
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
