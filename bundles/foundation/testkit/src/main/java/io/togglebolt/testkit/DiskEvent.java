package io.togglebolt.testkit;

import java.nio.file.Path;

/**
 * Something that a simulated disk was asked to do.
 *
 * @param path what it was asked for; the old name of what is renamed
 * @param offset in bytes; 0 where it means nothing
 * @param lengthBytes the number of bytes, or the file's new length when it is resized; 0 where it
 *     means nothing
 */
public record DiskEvent(DiskOperation operation, Path path, long offset, long lengthBytes) {}
