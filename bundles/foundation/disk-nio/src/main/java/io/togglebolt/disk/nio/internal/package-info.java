/** Files by Linux system calls, without a channel that an interrupt could close for everybody. */
@NullMarked
package io.togglebolt.disk.nio.internal;

import org.jspecify.annotations.NullMarked;
