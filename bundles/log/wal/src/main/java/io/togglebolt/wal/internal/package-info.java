/** The log behind its API. */
@NullMarked
package io.togglebolt.wal.internal;

import org.jspecify.annotations.NullMarked;
