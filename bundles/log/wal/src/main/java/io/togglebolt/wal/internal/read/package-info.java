/** Reads the segments of a log: replay, verification, repair. */
@NullMarked
package io.togglebolt.wal.internal.read;

import org.jspecify.annotations.NullMarked;
