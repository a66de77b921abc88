/** How a log is appended to: buffers, the pump, the end that is written. */
@NullMarked
package io.togglebolt.wal.internal.write;

import org.jspecify.annotations.NullMarked;
