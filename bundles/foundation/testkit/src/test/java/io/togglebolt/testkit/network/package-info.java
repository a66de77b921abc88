/** The tests of what other tests rely on. */
@NullMarked
package io.togglebolt.testkit.network;

import org.jspecify.annotations.NullMarked;
