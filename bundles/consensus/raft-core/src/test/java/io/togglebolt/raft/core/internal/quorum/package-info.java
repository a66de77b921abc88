/** What a majority has, against what counting says. */
@NullMarked
package io.togglebolt.raft.core.internal.quorum;

import org.jspecify.annotations.NullMarked;
