/** The measured process: it holds one store and does what it is asked on standard input. */
@NullMarked
package io.togglebolt.itests.benchmarks.side;

import org.jspecify.annotations.NullMarked;
