/** Logs whose power is cut, whose disk fails, and whose bytes are damaged. */
@NullMarked
package io.togglebolt.wal.internal.crash;

import org.jspecify.annotations.NullMarked;
