/** What the suites share: processes that are measured, and the folder that they work in. */
@NullMarked
package io.togglebolt.itests.benchmarks.process;

import org.jspecify.annotations.NullMarked;
