/**
 * Faults that are planted in members, to show that the simulation finds them: rules of Raft that
 * the core does not keep, and promises that whoever drives it breaks.
 */
@NullMarked
package io.togglebolt.itests.simulation.planted;

import org.jspecify.annotations.NullMarked;
