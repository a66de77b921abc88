/** Other stores of the JVM, opened the way their manuals say, for comparison. */
@NullMarked
package io.togglebolt.itests.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
