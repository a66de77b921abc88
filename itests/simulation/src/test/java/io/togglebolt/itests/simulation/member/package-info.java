@NullMarked
package io.togglebolt.itests.simulation.member;

import org.jspecify.annotations.NullMarked;
