/** What bundles show over HTTP, at one listener that belongs to the runtime. */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
