/** The core as a service. */
@NullMarked
package io.togglebolt.raft.core.internal.osgi;

import org.jspecify.annotations.NullMarked;
