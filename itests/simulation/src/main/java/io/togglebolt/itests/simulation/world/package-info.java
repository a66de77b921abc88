/** Virtual time, and what is told of it: one queue of events for everything that happens. */
@NullMarked
package io.togglebolt.itests.simulation.world;

import org.jspecify.annotations.NullMarked;
