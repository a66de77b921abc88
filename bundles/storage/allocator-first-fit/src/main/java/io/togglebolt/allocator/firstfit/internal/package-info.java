/** The page allocator that takes the lowest run that is long enough. */
@NullMarked
package io.togglebolt.allocator.firstfit.internal;

import org.jspecify.annotations.NullMarked;
