/** Tests against the machine's own file system. */
@NullMarked
package io.togglebolt.disk.nio.internal;

import org.jspecify.annotations.NullMarked;
