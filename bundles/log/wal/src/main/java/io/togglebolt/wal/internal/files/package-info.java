/** The files of a log: names, locks, the directory and the segments that are prepared ahead. */
@NullMarked
package io.togglebolt.wal.internal.files;

import org.jspecify.annotations.NullMarked;
