/** The write-ahead log as its users see it: durable, replayable order, in the files of etcd. */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.wal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
