/**
 * One member of a simulated cluster: the Raft core driven as a server drives it, with a real log
 * and a real database on a simulated disk.
 */
@NullMarked
package io.togglebolt.itests.simulation.member;

import org.jspecify.annotations.NullMarked;
