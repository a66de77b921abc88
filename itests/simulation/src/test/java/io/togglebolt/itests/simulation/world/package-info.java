@NullMarked
package io.togglebolt.itests.simulation.world;

import org.jspecify.annotations.NullMarked;
