/** The command that replays whole directories of transcripts. */
@NullMarked
package io.togglebolt.raft.tck.command;

import org.jspecify.annotations.NullMarked;
