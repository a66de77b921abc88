/** Who exports the registry. */
@NullMarked
package io.togglebolt.metrics.exporters.internal;

import org.jspecify.annotations.NullMarked;
