/** The Gogo commands, and how their results are shown. */
@NullMarked
package io.togglebolt.shell.internal;

import org.jspecify.annotations.NullMarked;
