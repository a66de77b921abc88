/** A package that another test bundle imports and looks into late. */
@NullMarked
package io.togglebolt.itests.container.help;

import org.jspecify.annotations.NullMarked;
