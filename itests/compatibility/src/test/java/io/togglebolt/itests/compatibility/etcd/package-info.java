/**
 * The log side by side with the real etcd: each reads the other's files, and respects its locks.
 */
@NullMarked
package io.togglebolt.itests.compatibility.etcd;

import org.jspecify.annotations.NullMarked;
