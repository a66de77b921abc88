@NullMarked
package io.togglebolt.itests.simulation.planted;

import org.jspecify.annotations.NullMarked;
