@NullMarked
package io.togglebolt.itests.simulation.cluster;

import org.jspecify.annotations.NullMarked;
