/** The freelist policy that releases exactly what no open reader can see. */
@NullMarked
package io.togglebolt.freelist.exact.internal;

import org.jspecify.annotations.NullMarked;
