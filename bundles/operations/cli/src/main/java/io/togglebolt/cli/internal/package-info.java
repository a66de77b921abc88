/** Carries out what the command line asks for. */
@NullMarked
package io.togglebolt.cli.internal;

import org.jspecify.annotations.NullMarked;
