/**
 * What a writer of the log implements. A writer is a plain object that is called by one thread at a
 * time; the log keeps the whole truth itself (files, locks, offset, checksum), and gives it bytes
 * that are framed already.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.wal.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
