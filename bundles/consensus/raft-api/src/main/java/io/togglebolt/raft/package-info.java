/**
 * What Raft, its log and its transport tell each other. Values only: nothing here reads, writes or
 * waits. Field for field they are those of etcd.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.togglebolt.raft;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
