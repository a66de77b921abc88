/** The suite that compares storage engines. */
@NullMarked
package io.togglebolt.itests.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
