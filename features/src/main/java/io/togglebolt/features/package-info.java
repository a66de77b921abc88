/** What Togglebolt is made of: one list of bundles, and all that is made from it. */
@NullMarked
package io.togglebolt.features;

import org.jspecify.annotations.NullMarked;
