package io.togglebolt.demo.internal;

import io.togglebolt.slot.SwapRecord;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Prints figures as they come. */
final class Report {
  private static final double NANOS_IN_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** A heading, with a blank line above. */
  void heading(String line) {
    out.println();
    line(line);
  }

  /** A line. */
  void line(String line) {
    out.println(line);
    out.flush();
  }

  /** A table of samples. */
  void samples(String policy, String what, List<Sample> samples) {
    line("  " + policy + ", " + what);
    out.printf(Locale.ROOT, "    %7s %8s %6s %9s%n", "updates", "pending", "free", "file end");
    samples.forEach(this::sample);
  }

  /** One row of such a table. */
  void sample(Sample sample) {
    out.printf(
        Locale.ROOT,
        "    %7d %8d %6d %9d%n",
        sample.updates(),
        sample.pendingPages(),
        sample.freePages(),
        sample.endPages());
    out.flush();
  }

  /** A line of the journal. */
  void swap(SwapRecord swap) {
    line(
        String.format(
            Locale.ROOT,
            "  %s %s: %s -> %s, %s; took %.1f ms, paused %.3f ms, %d items, %d operations waited",
            swap.kind(),
            swap.event().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            Objects.requireNonNullElse(swap.from(), "none"),
            Objects.requireNonNullElse(swap.to(), "none"),
            swap.reason(),
            swap.durationNanos() / NANOS_IN_MILLI,
            swap.pauseNanos() / NANOS_IN_MILLI,
            swap.stateSize(),
            swap.waited()));
  }

  /** The line {@code pages POLICY 64=N 512=N 1000=N}. */
  void growth(String policy, Map<Integer, Long> ends) {
    line(
        "pages "
            + policy
            + ends.entrySet().stream()
                .map(end -> " " + end.getKey() + "=" + end.getValue())
                .collect(Collectors.joining()));
  }
}
