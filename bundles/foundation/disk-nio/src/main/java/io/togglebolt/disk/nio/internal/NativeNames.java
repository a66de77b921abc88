package io.togglebolt.disk.nio.internal;

import static io.togglebolt.disk.nio.internal.Downcalls.call;
import static io.togglebolt.disk.nio.internal.Downcalls.handle;
import static io.togglebolt.disk.nio.internal.Downcalls.ints;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that are given a file's name. They give what those of {@link Native} give. Names
 * are absolute, as {@link PathNames} makes them.
 */
final class NativeNames {
  private static final MethodHandle OPEN =
      handle("open", ints(ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle MKDIR = handle("mkdir", ints(ADDRESS, JAVA_INT));
  private static final MethodHandle UNLINK = handle("unlink", ints(ADDRESS));
  private static final MethodHandle RMDIR = handle("rmdir", ints(ADDRESS));
  private static final MethodHandle RENAME = handle("rename", ints(ADDRESS, ADDRESS));

  private NativeNames() {}

  /** Does nothing but make sure that every call was found. */
  static void load() {}

  static long open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, PathNames.CHARSET);
      return call(state -> (int) OPEN.invokeExact(state, name, flags, mode));
    }
  }

  static long mkdir(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, PathNames.CHARSET);
      return call(state -> (int) MKDIR.invokeExact(state, name, mode));
    }
  }

  static long unlink(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, PathNames.CHARSET);
      return call(state -> (int) UNLINK.invokeExact(state, name));
    }
  }

  static long rmdir(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, PathNames.CHARSET);
      return call(state -> (int) RMDIR.invokeExact(state, name));
    }
  }

  static long rename(String from, String to) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocateFrom(from, PathNames.CHARSET);
      MemorySegment after = arena.allocateFrom(to, PathNames.CHARSET);
      return call(state -> (int) RENAME.invokeExact(state, before, after));
    }
  }
}
