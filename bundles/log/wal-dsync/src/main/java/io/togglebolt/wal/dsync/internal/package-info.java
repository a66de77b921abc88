/** The log's writer of one synchronous write for each batch. */
@NullMarked
package io.togglebolt.wal.dsync.internal;

import org.jspecify.annotations.NullMarked;
