/** Tests of members from outside. */
@NullMarked
package io.togglebolt.raft.core.internal;

import org.jspecify.annotations.NullMarked;
