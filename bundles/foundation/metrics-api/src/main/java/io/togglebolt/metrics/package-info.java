/** What a part counts and measures. The registry belongs to the runtime; exporters only read it. */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
