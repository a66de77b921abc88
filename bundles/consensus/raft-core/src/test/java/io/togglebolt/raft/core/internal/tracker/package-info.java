/** What a leader knows of its peers, against plain lists of what was sent and answered. */
@NullMarked
package io.togglebolt.raft.core.internal.tracker;

import org.jspecify.annotations.NullMarked;
