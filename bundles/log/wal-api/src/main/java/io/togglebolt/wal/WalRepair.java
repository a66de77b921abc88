package io.togglebolt.wal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a repair did.
 *
 * @param segment the file that was looked at
 * @param broken the copy of what it was before; empty where there was nothing to mend
 * @param endOffset where it ends now, in bytes
 * @param cutBytes how many bytes are gone, reserved space left out
 */
public record WalRepair(Path segment, Optional<Path> broken, long endOffset, long cutBytes) {}
