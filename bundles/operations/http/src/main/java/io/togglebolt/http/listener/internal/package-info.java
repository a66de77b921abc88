/** The HTTP listener. */
@NullMarked
package io.togglebolt.http.listener.internal;

import org.jspecify.annotations.NullMarked;
