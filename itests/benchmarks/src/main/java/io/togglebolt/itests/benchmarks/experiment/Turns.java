package io.togglebolt.itests.benchmarks.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of turns that are taken in blocks. Lanes are compared block by block, so that what the
 * machine did in a block meanwhile hits both.
 *
 * @param <L> what takes turns
 */
public final class Turns<L> {
  private static final String NANOS = "nanos";

  private final Map<L, List<Map<String, Long>>> blocks = new LinkedHashMap<>();

  /** Adds all turns that a lane took in one block. */
  public void add(L lane, List<Map<String, Long>> answers) {
    Map<String, Long> sum = new LinkedHashMap<>();
    for (Map<String, Long> answer : answers) {
      answer.forEach((name, value) -> sum.merge(name, value, Long::sum));
    }
    sum.computeIfPresent("p50", (_, value) -> value / answers.size());
    sum.computeIfPresent("p99", (_, value) -> value / answers.size());
    blocks.computeIfAbsent(lane, any -> new ArrayList<>()).add(sum);
  }

  /** Whether a lane took a turn. */
  public boolean has(L lane) {
    return blocks.containsKey(lane);
  }

  /** What a lane's turns came to, block by block. */
  public List<Map<String, Long>> blocks(L lane) {
    return blocks.getOrDefault(lane, List.of());
  }

  /** How often something happened in a second by the clock, which is the number {@code nanos}. */
  public Spread rate(L lane, String count) {
    return rate(lane, count, NANOS);
  }

  /** How often something happened in a second of the time that is the number {@code nanos}. */
  public Spread rate(L lane, String count, String nanos) {
    return Spread.of(blocks(lane).stream().map(block -> rate(block, count, nanos)).toList());
  }

  /** One of the numbers as it is. */
  public Spread number(L lane, String name) {
    return Spread.of(blocks(lane).stream().map(block -> (double) block.get(name)).toList());
  }

  /** One number as a part of another. */
  public double each(L lane, String number, String count) {
    return blocks(lane).stream().mapToDouble(block -> block.get(number)).sum()
        / blocks(lane).stream().mapToDouble(block -> block.get(count)).sum();
  }

  /** How many times as often something happened as with another lane in the same block. */
  public Optional<Spread> ratio(L lane, L to, String count) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(blocks(lane).size(), blocks(to).size()); i++) {
      ratios.add(rate(blocks(lane).get(i), count, NANOS) / rate(blocks(to).get(i), count, NANOS));
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  private static double rate(Map<String, Long> block, String count, String nanos) {
    return block.get(count) * 1e9 / block.get(nanos);
  }
}
