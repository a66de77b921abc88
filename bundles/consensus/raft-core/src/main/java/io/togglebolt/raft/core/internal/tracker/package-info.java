/** What a leader knows of its peers, and who they are. */
@NullMarked
package io.togglebolt.raft.core.internal.tracker;

import org.jspecify.annotations.NullMarked;
