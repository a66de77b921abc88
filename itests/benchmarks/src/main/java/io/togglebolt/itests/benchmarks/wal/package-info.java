/** The suite about logs: appending beside the raw device, replaying, swapping writers. */
@NullMarked
package io.togglebolt.itests.benchmarks.wal;

import org.jspecify.annotations.NullMarked;
