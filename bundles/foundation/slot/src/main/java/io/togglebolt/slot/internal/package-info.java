/**
 * The one shared mechanism of choice, hand-over, withdrawal and vacancy. {@link
 * io.togglebolt.slot.internal.SlotMechanism} says who owns which state and in which order locks are
 * taken.
 */
@NullMarked
package io.togglebolt.slot.internal;

import org.jspecify.annotations.NullMarked;
