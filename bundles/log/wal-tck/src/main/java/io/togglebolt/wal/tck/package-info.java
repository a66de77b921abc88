/** The tests that any writer of the log must pass, what they stage, and a log writer for tests. */
@NullMarked
package io.togglebolt.wal.tck;

import org.jspecify.annotations.NullMarked;
