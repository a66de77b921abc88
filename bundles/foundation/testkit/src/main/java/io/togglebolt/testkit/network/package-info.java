/**
 * A network that a simulation drives: it delays, loses, doubles and reorders what is sent, and
 * parts nodes from each other, all from a seed.
 */
@NullMarked
package io.togglebolt.testkit.network;

import org.jspecify.annotations.NullMarked;
