/** The log's frames and records: bytes only, no files. */
@NullMarked
package io.togglebolt.wal.internal.format;

import org.jspecify.annotations.NullMarked;
