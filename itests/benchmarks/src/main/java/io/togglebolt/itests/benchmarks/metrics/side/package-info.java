/** The measured JVM of the suite about metrics: instruments, scrapes, databases with metrics. */
@NullMarked
package io.togglebolt.itests.benchmarks.metrics.side;

import org.jspecify.annotations.NullMarked;
