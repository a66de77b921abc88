/** The freelist policy that also releases what lived between two neighbouring readers. */
@NullMarked
package io.togglebolt.freelist.range.internal;

import org.jspecify.annotations.NullMarked;
