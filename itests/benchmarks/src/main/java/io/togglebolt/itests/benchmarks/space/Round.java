package io.togglebolt.itests.benchmarks.space;

import java.util.Optional;

/**
 * A part of a scenario: every contender is asked the same.
 *
 * @param suffix what is added to the names of the numbers that it answers with
 * @param prepare what ours is asked before, to make the file that all contenders then work on in
 *     turn; without it each contender makes its own
 * @param request what each contender is asked
 */
record Round(String suffix, Optional<String> prepare, String request) {}
