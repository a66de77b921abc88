/**
 * The bytes of etcd's messages. Byte for byte what etcd itself writes, so that checksums over them
 * agree; lenient in what is read only as far as protobuf asks for (unknown fields, any order).
 */
@Export
@Version("1.1.0")
@NullMarked
package io.togglebolt.etcd.format;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
