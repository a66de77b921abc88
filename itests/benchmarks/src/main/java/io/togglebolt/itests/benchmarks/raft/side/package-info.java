/** The measured JVM of the suite about Raft. */
@NullMarked
package io.togglebolt.itests.benchmarks.raft.side;

import org.jspecify.annotations.NullMarked;
