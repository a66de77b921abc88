/** The measured JVM of the suite about logs. */
@NullMarked
package io.togglebolt.itests.benchmarks.wal.side;

import org.jspecify.annotations.NullMarked;
