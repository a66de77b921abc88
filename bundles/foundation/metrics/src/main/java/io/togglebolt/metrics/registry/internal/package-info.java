/** The registry. */
@NullMarked
package io.togglebolt.metrics.registry.internal;

import org.jspecify.annotations.NullMarked;
