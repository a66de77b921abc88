/** The command line of the benchmarks, and what all suites share. */
@NullMarked
package io.togglebolt.itests.benchmarks;

import org.jspecify.annotations.NullMarked;
