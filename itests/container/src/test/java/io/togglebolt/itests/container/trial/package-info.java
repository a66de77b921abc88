/** What goes into small freelist policy bundles that tests make, install and take away. */
@NullMarked
package io.togglebolt.itests.container.trial;

import org.jspecify.annotations.NullMarked;
