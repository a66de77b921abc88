/** Raft as a state machine. */
@NullMarked
package io.togglebolt.raft.core.internal;

import org.jspecify.annotations.NullMarked;
