/** The owner's side of the slot in which writers serve. */
@NullMarked
package io.togglebolt.wal.internal.slot;

import org.jspecify.annotations.NullMarked;
