package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the sides of a race took, block by block and leg by leg. Whatever else the machine did in a
 * block hit all sides alike; so a side is compared with another one block by block, and only then
 * the middle is taken. Within a leg a side may be lucky all the time; so legs are what is counted
 * when it comes to how sure a figure is.
 */
final class Race {
  /** By what time is measured. */
  enum Measure {
    /** What passed. */
    CLOCK,
    /** What the processor spent: others who need it too do not count, and waiting neither. */
    PROCESSOR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String of(String side) {
      return side + "." + word();
    }
  }

  private final Map<String, List<List<Long>>> nanos = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private long transactions;

  /** Adds a leg. */
  void add(List<String> sides, Map<String, String> answer) {
    for (String side : sides) {
      for (Measure measure : Measure.values()) {
        String name = measure.of(side);
        List<Long> blocks =
            Arrays.stream(number(answer, name).split(",")).map(Long::parseLong).toList();
        nanos.computeIfAbsent(name, any -> new ArrayList<>()).add(blocks);
      }
      bytes.merge(side, Long.parseLong(number(answer, side + ".bytes")), Long::sum);
    }
    transactions += Long.parseLong(number(answer, "times"));
  }

  private static String number(Map<String, String> answer, String name) {
    String value = answer.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the answer lacks " + name + ": " + answer.keySet());
    }
    return value;
  }

  /** How many times as long as another one a side took, block by block, all legs in a row. */
  List<Double> ratios(String side, String to, Measure measure) {
    return legs(side, to, measure).stream().flatMap(List::stream).toList();
  }

  /** The same in the middle of each leg. */
  List<Double> medians(String side, String to, Measure measure) {
    return legs(side, to, measure).stream().map(Median::of).toList();
  }

  private List<List<Double>> legs(String side, String to, Measure measure) {
    List<List<Long>> these = nanos(side, measure);
    List<List<Long>> those = nanos(to, measure);
    List<List<Double>> legs = new ArrayList<>();
    for (int i = 0; i < these.size(); i++) {
      legs.add(ratios(these.get(i), those.get(i)));
    }
    return legs;
  }

  private static List<Double> ratios(List<Long> these, List<Long> those) {
    if (these.size() != those.size()) {
      throw new IllegalStateException(
          "a side has %d blocks and another has %d; expected as many"
              .formatted(these.size(), those.size()));
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < these.size(); i++) {
      ratios.add(these.get(i) / (double) those.get(i));
    }
    return ratios;
  }

  /** The nanoseconds of each block of each leg. */
  List<List<Long>> nanos(String side, Measure measure) {
    return nanos.getOrDefault(measure.of(side), List.of());
  }

  /** What a transaction took on the average, in nanoseconds. */
  double nanosEach(String side, Measure measure) {
    long sum = nanos(side, measure).stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    return sum / (double) transactions;
  }

  /** What a transaction allocated on the average. */
  double bytesEach(String side) {
    return bytes.getOrDefault(side, 0L) / (double) transactions;
  }
}
