/**
 * The log as services: the factory, and logs that are configured. The only code that knows OSGi.
 */
@NullMarked
package io.togglebolt.wal.internal.osgi;

import org.jspecify.annotations.NullMarked;
