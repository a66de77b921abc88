package io.togglebolt.itests.benchmarks.wal.side;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What all threads of this JVM allocate together from now on, those that end included. */
final class AllocatedBytes {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long before = threads.getTotalThreadAllocatedBytes();

  long sinceThen() {
    return threads.getTotalThreadAllocatedBytes() - before;
  }
}
