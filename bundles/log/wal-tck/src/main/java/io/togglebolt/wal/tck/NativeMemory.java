package io.togglebolt.wal.tck;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How much native memory this process holds, arenas included. */
final class NativeMemory {
  private static final int PATIENCE_SECONDS = 10;

  private NativeMemory() {}

  static long reservedBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Waits for it to fall that low; memory that the collector frees has its time. */
  static void awaitAtMost(long bytes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (reservedBytes() > bytes) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "closed writers hold native memory: there are "
                + reservedBytes()
                + " bytes; expected "
                + bytes
                + " at most");
      }
      System.gc();
      Thread.onSpinWait();
    }
  }
}
