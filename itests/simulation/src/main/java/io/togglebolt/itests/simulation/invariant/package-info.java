/**
 * What must hold in a Raft cluster after every step: its five safety properties, and the promises
 * of members that they rest on. Looks at members from outside, keeps its own record of them, and
 * looks only at what changed.
 */
@NullMarked
package io.togglebolt.itests.simulation.invariant;

import org.jspecify.annotations.NullMarked;
