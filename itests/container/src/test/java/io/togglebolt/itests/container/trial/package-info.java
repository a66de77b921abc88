/**
 * What goes into small bundles that tests make, install and take away: policies, exporters,
 * writers.
 */
@NullMarked
package io.togglebolt.itests.container.trial;

import org.jspecify.annotations.NullMarked;
