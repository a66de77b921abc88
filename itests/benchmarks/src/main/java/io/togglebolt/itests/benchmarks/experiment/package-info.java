/** Suites that are made of experiments, each with its own tables and targets. */
@NullMarked
package io.togglebolt.itests.benchmarks.experiment;

import org.jspecify.annotations.NullMarked;
