/** Transcripts of clusters: read, replayed, compared and rewritten. */
@NullMarked
package io.togglebolt.raft.tck;

import org.jspecify.annotations.NullMarked;
