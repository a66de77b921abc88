/** What a store must do to take part in the benchmarks. */
@NullMarked
package io.togglebolt.itests.benchmarks.store;

import org.jspecify.annotations.NullMarked;
