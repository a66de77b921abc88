package io.togglebolt.metrics.jvm.internal;

import io.togglebolt.metrics.Metrics;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Memory by area and by pool, and buffers outside the heap. */
final class MemoryReadings {
  private MemoryReadings() {}

  /** Both areas at one moment. */
  private record Areas(MemoryUsage heap, MemoryUsage nonheap) {}

  /** A pool at one moment; the second is null where the pool is not collected. */
  private record Pool(@Nullable MemoryUsage now, @Nullable MemoryUsage afterCollection) {}

  private record Buffers(long used, long capacity, long count) {}

  static void register(
      Metrics metrics,
      MemoryMXBean memory,
      List<MemoryPoolMXBean> pools,
      List<BufferPoolMXBean> buffers) {
    areas(metrics, memory);
    pools.forEach(pool -> pool(metrics, pool));
    buffers.forEach(pool -> buffers(metrics, pool));
  }

  private static void areas(Metrics metrics, MemoryMXBean memory) {
    Metrics.Readings<Areas> readings =
        metrics.readings(
            () -> new Areas(memory.getHeapMemoryUsage(), memory.getNonHeapMemoryUsage()));
    usage(readings, "jvm_memory", "an area of memory", Areas::heap, "area", "heap");
    usage(readings, "jvm_memory", "an area of memory", Areas::nonheap, "area", "nonheap");
  }

  private static void pool(Metrics metrics, MemoryPoolMXBean pool) {
    Metrics.Readings<Pool> readings =
        metrics.readings(() -> new Pool(pool.getUsage(), pool.getCollectionUsage()));
    String name = pool.getName();
    usage(readings, "jvm_memory_pool", "a memory pool", Pool::now, "pool", name);
    if (pool.getCollectionUsage() != null) {
      String what = "a memory pool after its last collection";
      usage(readings, "jvm_memory_pool_collection", what, Pool::afterCollection, "pool", name);
    }
  }

  /** A limit that is not defined, -1 to the JVM, is left out rather than drawn below zero. */
  private static <T> void usage(
      Metrics.Readings<T> readings,
      String prefix,
      String what,
      UsageOf<T> usage,
      String... labels) {
    readings
        .gauge(
            prefix + "_used_bytes",
            "Bytes in use of " + what + ".",
            bytes(usage, MemoryUsage::getUsed),
            labels)
        .gauge(
            prefix + "_committed_bytes",
            "Bytes that the operating system has promised to " + what + ".",
            bytes(usage, MemoryUsage::getCommitted),
            labels)
        .gauge(
            prefix + "_max_bytes",
            "The most bytes that there may be of " + what + ".",
            bytes(usage, MemoryUsage::getMax),
            labels)
        .gauge(
            prefix + "_init_bytes",
            "Bytes that were asked for at the start for " + what + ".",
            bytes(usage, MemoryUsage::getInit),
            labels);
  }

  /** Which usage of what was looked at. */
  private interface UsageOf<T> {
    @Nullable MemoryUsage of(T look);
  }

  private static <T> ToDoubleFunction<T> bytes(
      UsageOf<T> usage, ToDoubleFunction<MemoryUsage> value) {
    return look -> {
      MemoryUsage found = usage.of(look);
      return found == null ? Double.NaN : Undefined.leftOut(value.applyAsDouble(found));
    };
  }

  private static void buffers(Metrics metrics, BufferPoolMXBean pool) {
    String[] labels = {"pool", pool.getName()};
    metrics
        .<Buffers>readings(
            () -> new Buffers(pool.getMemoryUsed(), pool.getTotalCapacity(), pool.getCount()))
        .gauge(
            "jvm_buffer_pool_used_bytes",
            "Bytes that the JVM uses for buffers outside the heap.",
            look -> Undefined.leftOut(look.used()),
            labels)
        .gauge(
            "jvm_buffer_pool_capacity_bytes",
            "The capacity of the buffers outside the heap, in bytes.",
            Buffers::capacity,
            labels)
        .gauge("jvm_buffer_pool_used_buffers", "Buffers outside the heap.", Buffers::count, labels);
  }
}
