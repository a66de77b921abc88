/** The tests of what other tests rely on. */
@NullMarked
package io.togglebolt.testkit.history;

import org.jspecify.annotations.NullMarked;
