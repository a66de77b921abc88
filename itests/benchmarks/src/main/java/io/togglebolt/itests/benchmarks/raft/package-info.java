/** The suite about Raft: what a cluster of three commits, and what it allocates for it. */
@NullMarked
package io.togglebolt.itests.benchmarks.raft;

import org.jspecify.annotations.NullMarked;
