package io.togglebolt.metrics;

import java.util.List;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a registry holds, for those who show it. Thread-safe; readers hinder neither each other nor
 * those who record.
 */
@ProviderType
public interface MetricsReader {

  /**
   * The families whose names {@code wanted} accepts, by name, with their values as of now; families
   * without a sample are left out. Gauges are asked on the calling thread, without a lock; one that
   * fails is left out, and so is one in which another reader has been waiting for longer than a
   * second, until that reader has its answer. Whoever begins within that second waits too, so ask
   * on a thread that may. A gauge that reads the registry does not find itself there. Counters
   * never fall from one call to the next, and every bucket of a histogram neither, unless their
   * series was forgotten meanwhile or, for a counter kept elsewhere, its owner began anew. An
   * observation under way may be in a histogram's buckets and not yet in its sum.
   */
  List<MetricFamily> read(Predicate<String> wanted);

  /** All families. */
  default List<MetricFamily> read() {
    return read(name -> true);
  }

  /**
   * A number that changes whenever a series is added or removed: as long as it stays, so do names,
   * types and labels.
   */
  long shape();
}
