package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.internal.files.SegmentName;
import java.nio.file.Path;

/**
 * A segment that is open, and locked by whoever reads it.
 *
 * @param name what its name says
 * @param path where it is, for messages
 * @param file the file; stays its owner's
 */
public record ReadableSegment(SegmentName name, Path path, DiskFile file) {}
