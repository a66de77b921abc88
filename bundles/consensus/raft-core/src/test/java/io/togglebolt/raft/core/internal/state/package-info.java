/** Tests of a member's parts. */
@NullMarked
package io.togglebolt.raft.core.internal.state;

import org.jspecify.annotations.NullMarked;
