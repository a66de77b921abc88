/** What whole members do, alone and in clusters, seen from outside. */
@NullMarked
package io.togglebolt.raft.core.internal.behaviour;

import org.jspecify.annotations.NullMarked;
