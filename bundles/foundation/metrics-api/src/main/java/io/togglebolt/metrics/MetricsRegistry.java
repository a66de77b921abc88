package io.togglebolt.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The place where series live: recorded into through {@link Metrics}, shown through {@link
 * MetricsReader}. A service in OSGi, where there is one; in plain Java {@link
 * java.util.ServiceLoader} makes a new one at each look. The number of its series is bounded: when
 * it is reached, series of closed scopes are forgotten, the longest closed first; where there is
 * none, what is registered records nothing, a counter tells how often, and the log says so once.
 */
@ProviderType
public interface MetricsRegistry extends Metrics, MetricsReader {}
