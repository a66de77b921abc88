/** What a change makes of a membership. */
@NullMarked
package io.togglebolt.raft.core.internal.confchange;

import org.jspecify.annotations.NullMarked;
