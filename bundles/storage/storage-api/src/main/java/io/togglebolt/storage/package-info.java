/** Databases, transactions, buckets and cursors. */
@Export
@Version("1.3.0")
@NullMarked
package io.togglebolt.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
