/** The tests of what other tests rely on. */
@NullMarked
package io.togglebolt.testkit;

import org.jspecify.annotations.NullMarked;
