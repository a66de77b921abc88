package io.togglebolt.wal;

import io.togglebolt.raft.HardState;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a log holds.
 *
 * @param metadata whose it is
 * @param segments how many segments
 * @param records how many records
 * @param entries how many entries, overwritten ones included
 * @param firstIndex the first entry's index; 0 where there is none
 * @param lastIndex the last entry's index
 * @param state the last hard state
 * @param lastMark the last snapshot mark
 * @param lastSegment the file with the log's end
 * @param endOffset where in it the last good record ends, in bytes
 * @param torn what is wrong behind that, if it is no more than what a crash leaves half-written
 */
public record WalSummary(
    WalMetadata metadata,
    int segments,
    long records,
    long entries,
    long firstIndex,
    long lastIndex,
    HardState state,
    SnapshotMark lastMark,
    Path lastSegment,
    long endOffset,
    Optional<String> torn) {}
