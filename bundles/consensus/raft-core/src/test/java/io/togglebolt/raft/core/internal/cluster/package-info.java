/** The rules of Raft, shown by small clusters in memory. */
@NullMarked
package io.togglebolt.raft.core.internal.cluster;

import org.jspecify.annotations.NullMarked;
