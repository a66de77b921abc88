package io.togglebolt.itests.benchmarks.space;

import java.util.List;

/** Who takes part in what. */
final class Contenders {
  private static final String FIRST_FIT = "first-fit";
  private static final String SEGREGATED = "segregated";
  private static final String ALWAYS = "always";
  private static final String LAZY = "lazy";
  private static final String NEVER = "never";

  static final Contender EXACT_ALWAYS = Contender.ours("exact", SEGREGATED, ALWAYS);
  static final Contender EXACT_LAZY = Contender.ours("exact", SEGREGATED, LAZY);
  static final Contender EXACT_NEVER = Contender.ours("exact", SEGREGATED, NEVER);
  static final Contender RANGE_LAZY = Contender.ours("range", FIRST_FIT, LAZY);
  static final Contender SWAPS =
      new Contender(
          "exact/range/legacy, segregated/first-fit",
          Contender.Program.OURS,
          "list=lazy policies=exact,range,legacy allocators=segregated,first-fit");
  static final Contender FIRST_FIT_ALONE = allocator(FIRST_FIT);
  static final Contender SEGREGATED_ALONE = allocator(SEGREGATED);
  static final List<Contender> BBOLT_SCANNING =
      List.of(Contender.bbolt("array", NEVER), Contender.bbolt("hashmap", NEVER));

  /** The list of free pages is written with each commit, which takes pages as well. */
  static final List<Contender> LISTING =
      List.of(
          EXACT_ALWAYS,
          Contender.ours("exact", FIRST_FIT, ALWAYS),
          Contender.ours("range", FIRST_FIT, ALWAYS),
          Contender.ours("range-1.4", FIRST_FIT, ALWAYS),
          Contender.ours("legacy", FIRST_FIT, ALWAYS),
          EXACT_LAZY,
          RANGE_LAZY,
          Contender.bbolt("array", ALWAYS),
          Contender.bbolt("hashmap", ALWAYS),
          BBOLT_SCANNING.getFirst(),
          Contender.bolt());

  static final List<Contender> TIMED =
      List.of(
          EXACT_LAZY,
          EXACT_NEVER,
          EXACT_ALWAYS,
          RANGE_LAZY,
          Contender.bbolt("array", ALWAYS),
          Contender.bbolt("hashmap", ALWAYS),
          BBOLT_SCANNING.getFirst(),
          BBOLT_SCANNING.getLast(),
          Contender.bolt());

  static final List<Contender> CHURNING =
      List.of(
          EXACT_LAZY,
          EXACT_ALWAYS,
          Contender.ours("exact", FIRST_FIT, LAZY),
          RANGE_LAZY,
          Contender.ours("range-1.4", FIRST_FIT, LAZY),
          Contender.ours("legacy", FIRST_FIT, LAZY),
          Contender.bbolt("array", ALWAYS),
          Contender.bbolt("hashmap", ALWAYS),
          BBOLT_SCANNING.getFirst(),
          Contender.bolt());

  private Contenders() {}

  private static Contender allocator(String name) {
    return new Contender(name, Contender.Program.OURS, "allocator=" + name);
  }
}
