package io.togglebolt.wal;

import io.togglebolt.raft.HardState;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an open log stands. Taken in one look, but for the disk usage of segments.
 *
 * @param name the name that others know it by
 * @param directory where it is
 * @param writer the writer that serves, or empty while none does
 * @param segments how many segments there are
 * @param lockedSegments how many of them have not been released
 * @param firstIndex the least index that the oldest segment may hold, from its name
 * @param lastIndex the last index that was appended, or that of the last mark where that is higher
 * @param state the last hard state that was appended; empty when there was none
 * @param sizeBytes how long the segments are in all, the reserved space of the last one left out
 * @param tailBytes how far the last segment is written
 * @param saves how many saves have been completed since it was opened
 * @param savedBytes how many bytes were appended for them, headers of segments included
 * @param syncs how often the writer made a batch of them durable; each begin of a segment counts as
 *     one
 * @param syncP50Nanos half of those took no longer since the log was opened, the writing and all
 *     else that the writer does included, to within 5 %; 0 where there was none
 * @param syncP99Nanos 99 of 100 of those took no longer, likewise
 * @param syncMaxNanos the longest of those since the log was opened
 * @param pendingSaves how many saves wait
 * @param pendingBytes how many bytes they are
 * @param failure why it refuses everything, or empty
 */
public record WalStatus(
    String name,
    Path directory,
    Optional<String> writer,
    int segments,
    int lockedSegments,
    long firstIndex,
    long lastIndex,
    HardState state,
    long sizeBytes,
    long tailBytes,
    long saves,
    long savedBytes,
    long syncs,
    long syncP50Nanos,
    long syncP99Nanos,
    long syncMaxNanos,
    int pendingSaves,
    long pendingBytes,
    Optional<String> failure) {}
