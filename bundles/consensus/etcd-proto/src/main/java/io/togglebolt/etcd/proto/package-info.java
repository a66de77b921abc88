/**
 * The messages of etcd, generated from {@code src/main/protobuf}: what a log entry holds. Names and
 * numbers of fields are etcd's.
 */
@Export
@Version("1.0.0")
package io.togglebolt.etcd.proto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
