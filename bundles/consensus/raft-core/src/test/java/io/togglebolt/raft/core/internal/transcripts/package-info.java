/** Transcripts that look into the core. */
@NullMarked
package io.togglebolt.raft.core.internal.transcripts;

import org.jspecify.annotations.NullMarked;
