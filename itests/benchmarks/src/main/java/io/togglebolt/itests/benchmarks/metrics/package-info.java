/** The suite about metrics: what recording costs, what scraping costs, what a database pays. */
@NullMarked
package io.togglebolt.itests.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;
