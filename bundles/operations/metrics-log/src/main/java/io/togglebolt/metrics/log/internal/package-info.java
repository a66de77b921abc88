/** The registry as a line in the log. */
@NullMarked
package io.togglebolt.metrics.log.internal;

import org.jspecify.annotations.NullMarked;
