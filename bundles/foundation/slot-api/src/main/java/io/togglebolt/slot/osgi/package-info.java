/** What services are to slots; the one package of this bundle that needs a framework. */
@Export
@Version("1.1.0")
@NullMarked
package io.togglebolt.slot.osgi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
