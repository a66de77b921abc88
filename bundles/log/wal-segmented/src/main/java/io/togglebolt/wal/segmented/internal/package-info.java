/** The log's writer of buffered pages and fdatasync. */
@NullMarked
package io.togglebolt.wal.segmented.internal;

import org.jspecify.annotations.NullMarked;
