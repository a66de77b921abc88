package io.togglebolt.itests.benchmarks.metrics.side;

import io.togglebolt.metrics.Buckets;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who records: what is shipped, and what one would write by hand. All of them are called through
 * the same interfaces, so that they pay the same for the call.
 */
public enum Recorder {
  /** The shipped registry. */
  REGISTRY {
    @Override
    Metrics.Counter counter() {
      return counter(Registries.create());
    }

    @Override
    Metrics.Histogram histogram() {
      return histogram(Registries.create());
    }
  },
  /** The same behind a relay, as the engine records in the container. */
  RELAY {
    @Override
    Metrics.Counter counter() {
      return counter(relay());
    }

    @Override
    Metrics.Histogram histogram() {
      return histogram(relay());
    }
  },
  /** Nobody. */
  NONE {
    @Override
    Metrics.Counter counter() {
      return counter(Metrics.none());
    }

    @Override
    Metrics.Histogram histogram() {
      return histogram(Metrics.none());
    }
  },
  /** One number that all threads change. */
  ATOMIC_LONG {
    @Override
    Metrics.Counter counter() {
      AtomicLong count = new AtomicLong();
      return count::addAndGet;
    }

    @Override
    Metrics.Histogram histogram() {
      throw new IllegalArgumentException("a histogram is no single number");
    }
  },
  /** A number for each thread, about. */
  LONG_ADDER {
    @Override
    Metrics.Counter counter() {
      return new LongAdder()::add;
    }

    @Override
    Metrics.Histogram histogram() {
      return AdderBuckets.of(BOUNDS);
    }
  };

  /** The bounds of etcd's durations of commits. */
  static final double[] BOUNDS = Buckets.exponential(0.001, 2, 14);

  abstract Metrics.Counter counter();

  abstract Metrics.Histogram histogram();

  private static Metrics relay() {
    MetricsRelay relay = new MetricsRelay();
    relay.use(Registries.create());
    return relay;
  }

  static Metrics.Counter counter(Metrics metrics) {
    return metrics.counter("benchmark_events_total", "What is counted.", "database", "some");
  }

  static Metrics.Histogram histogram(Metrics metrics) {
    return metrics.histogram(
        "benchmark_duration_seconds", "What is observed.", BOUNDS, "database", "some");
  }
}
