/** What the JVM tells of itself. */
@NullMarked
package io.togglebolt.metrics.jvm.internal;

import org.jspecify.annotations.NullMarked;
