/** What a majority has, and what the majorities of both halves of a joint configuration have. */
@NullMarked
package io.togglebolt.raft.core.internal.quorum;

import org.jspecify.annotations.NullMarked;
