/** The registry in the formats of Prometheus and OpenMetrics. */
@NullMarked
package io.togglebolt.metrics.prometheus.internal;

import org.jspecify.annotations.NullMarked;
