/** The freelist policy that releases what was freed before the oldest reader. */
@NullMarked
package io.togglebolt.freelist.legacy.internal;

import org.jspecify.annotations.NullMarked;
