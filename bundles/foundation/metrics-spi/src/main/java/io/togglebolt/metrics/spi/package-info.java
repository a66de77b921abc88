/** What an exporter of metrics implements, and what it is given. */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.metrics.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
