/** What any exporter of metrics must keep to. */
@NullMarked
package io.togglebolt.metrics.tck;

import org.jspecify.annotations.NullMarked;
