/** Measures what freelist policies do while a reader is open, and prints it. */
@NullMarked
package io.togglebolt.demo.internal;

import org.jspecify.annotations.NullMarked;
