/**
 * What tests need to be seeded, simulated and replayed: a generator, seeds that are printed, a disk
 * that loses power, a clock and a scheduler that a test drives by hand.
 */
@NullMarked
package io.togglebolt.testkit;

import org.jspecify.annotations.NullMarked;
