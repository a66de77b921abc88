package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.HardState;

/**
 * A place in a log between two saves.
 *
 * @param offset where in the segment, in bytes
 * @param chain the checksum of everything before it
 * @param lastIndex the last index before it
 * @param state the hard state at it; empty when there was none
 */
public record Position(long offset, int chain, long lastIndex, HardState state) {}
