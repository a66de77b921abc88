/** Tests of a member's log. */
@NullMarked
package io.togglebolt.raft.core.internal.log;

import org.jspecify.annotations.NullMarked;
