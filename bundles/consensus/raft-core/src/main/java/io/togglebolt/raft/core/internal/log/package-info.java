/** A member's log: what is stable, what is not yet, and how far both are committed and applied. */
@NullMarked
package io.togglebolt.raft.core.internal.log;

import org.jspecify.annotations.NullMarked;
