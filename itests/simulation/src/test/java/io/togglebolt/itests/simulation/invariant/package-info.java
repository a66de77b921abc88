@NullMarked
package io.togglebolt.itests.simulation.invariant;

import org.jspecify.annotations.NullMarked;
