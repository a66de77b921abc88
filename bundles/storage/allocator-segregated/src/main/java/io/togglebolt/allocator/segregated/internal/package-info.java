/** The page allocator that takes the lowest fit of any length in logarithmic time. */
@NullMarked
package io.togglebolt.allocator.segregated.internal;

import org.jspecify.annotations.NullMarked;
