/** What goes into small bundles that use a database. */
@NullMarked
package io.togglebolt.itests.container.load;

import org.jspecify.annotations.NullMarked;
