/** Starts the container, and stops it. */
@NullMarked
package io.togglebolt.launcher;

import org.jspecify.annotations.NullMarked;
