@NullMarked
package io.togglebolt.itests.simulation;

import org.jspecify.annotations.NullMarked;
