/** The suite that compares how much space stores need, and what keeping account of it costs. */
@NullMarked
package io.togglebolt.itests.benchmarks.space;

import org.jspecify.annotations.NullMarked;
