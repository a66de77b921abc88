/** Members, the network between them, those who ask them for something, and what goes wrong. */
@NullMarked
package io.togglebolt.itests.simulation.cluster;

import org.jspecify.annotations.NullMarked;
