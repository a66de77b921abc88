/** Changes of the membership, one by one and in random walks. */
@NullMarked
package io.togglebolt.raft.core.internal.confchange;

import org.jspecify.annotations.NullMarked;
