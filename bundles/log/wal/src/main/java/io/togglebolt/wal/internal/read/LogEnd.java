package io.togglebolt.wal.internal.read;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.internal.format.MetadataRecord;
import java.util.List;
import java.util.Optional;

/**
 * Where a log ends, and all that is needed to go on there.
 *
 * @param segment the last segment
 * @param offset where in it the last good record ends, in bytes; a multiple of 8. Whatever stands
 *     behind must be zeroed before anything is appended
 * @param endsBefore where the last good record ends in each segment that was read before, in bytes:
 *     their files may be longer
 * @param chain the checksum there
 * @param lastIndex the index of the last entry, or of a mark behind it that is higher
 * @param state the last hard state; empty when none was ever saved
 * @param metadata whose log it is, as later headers must repeat it
 * @param lastMark the last mark that was read; the beginning where there was none
 * @param torn what is wrong behind the offset, if it is no more than what a crash leaves
 *     half-written
 */
public record LogEnd(
    ReadableSegment segment,
    long offset,
    List<Long> endsBefore,
    int chain,
    long lastIndex,
    HardState state,
    MetadataRecord metadata,
    SnapshotMark lastMark,
    Optional<String> torn) {}
