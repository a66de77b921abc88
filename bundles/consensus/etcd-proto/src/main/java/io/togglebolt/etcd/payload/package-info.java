/** What a log entry holds, in words for people. */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.etcd.payload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
