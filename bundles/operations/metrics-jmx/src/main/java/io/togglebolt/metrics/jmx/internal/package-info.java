/** The registry as MBeans. */
@NullMarked
package io.togglebolt.metrics.jmx.internal;

import org.jspecify.annotations.NullMarked;
