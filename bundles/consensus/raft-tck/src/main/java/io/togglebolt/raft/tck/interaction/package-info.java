/** The commands by which transcripts drive clusters, after those of etcd's raft. */
@NullMarked
package io.togglebolt.raft.tck.interaction;

import org.jspecify.annotations.NullMarked;
