/** The measured JVM of the suite about space: our engine, with the parts that a request names. */
@NullMarked
package io.togglebolt.itests.benchmarks.space.side;

import org.jspecify.annotations.NullMarked;
