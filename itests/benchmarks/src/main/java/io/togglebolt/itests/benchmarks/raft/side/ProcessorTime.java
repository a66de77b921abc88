package io.togglebolt.itests.benchmarks.raft.side;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How long this process has kept processors busy: all of its threads, those of the collector and
 * the compiler too. The system's own clock of a process, since what the JVM gives counts in steps
 * of ten milliseconds.
 */
final class ProcessorTime {
  private static final int OF_THIS_PROCESS = 2;
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final MethodHandle clock;
  private final MemorySegment time;

  @SuppressWarnings("restricted") // The measured JVM is started with native access.
  ProcessorTime() {
    Linker linker = Linker.nativeLinker();
    clock =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    time = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);
  }

  /** In nanoseconds. */
  long nanos() {
    int result;
    try {
      result = (int) clock.invokeExact(OF_THIS_PROCESS, time);
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime cannot be called", e);
    }
    if (result != 0) {
      throw new IllegalStateException("clock_gettime returned " + result + "; expected 0");
    }
    return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * NANOS_A_SECOND
        + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
  }
}
