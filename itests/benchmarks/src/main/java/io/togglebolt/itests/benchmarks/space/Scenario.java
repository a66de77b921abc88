package io.togglebolt.itests.benchmarks.space;

import java.util.List;

/**
 * Something that all contenders do.
 *
 * @param name its name on the command line
 * @param counts whether its figures count pages, which are the same in every run
 * @param contenders who takes part; the first is the one that the others are compared with
 * @param rounds what is done
 * @param tables what is shown of it
 */
record Scenario(
    String name,
    boolean counts,
    List<Contender> contenders,
    List<Round> rounds,
    List<Table> tables) {}
