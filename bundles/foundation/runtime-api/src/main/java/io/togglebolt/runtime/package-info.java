/**
 * The only ways in which a core touches the world: files through {@link
 * io.togglebolt.runtime.Disk}, time through {@link io.togglebolt.runtime.Clock}, background work
 * through {@link io.togglebolt.runtime.Scheduler}. A simulation replaces all three and so replays a
 * whole system from a seed.
 */
@Export
@Version("1.2.0")
@NullMarked
package io.togglebolt.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
