/** What parts count and measure, and how it is read. The registry belongs to the runtime. */
@Export
@Version("2.0.0")
@NullMarked
package io.togglebolt.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
