/** A cluster that is simulated: everything in it happens in one thread under one seed. */
@NullMarked
package io.togglebolt.itests.simulation;

import org.jspecify.annotations.NullMarked;
