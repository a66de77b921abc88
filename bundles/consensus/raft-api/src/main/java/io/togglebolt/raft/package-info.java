/**
 * Raft as others see it: a member, what it is asked and gives, and the records that its log and its
 * transport share. Nothing here reads, writes or waits; the records are those of etcd, field for
 * field.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.togglebolt.raft;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
