/** Tests of the distribution's bundles inside a Felix framework. */
@NullMarked
package io.togglebolt.itests.container;

import org.jspecify.annotations.NullMarked;
