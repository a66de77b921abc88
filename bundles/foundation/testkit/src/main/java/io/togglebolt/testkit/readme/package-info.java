/** What READMEs show, compiled and run. */
@NullMarked
package io.togglebolt.testkit.readme;

import org.jspecify.annotations.NullMarked;
