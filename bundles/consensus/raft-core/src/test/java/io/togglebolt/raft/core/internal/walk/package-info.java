/** Clusters that are driven at random, with all promises checked at each step. */
@NullMarked
package io.togglebolt.raft.core.internal.walk;

import org.jspecify.annotations.NullMarked;
