/** The engine side by side with the real bbolt: same figures, each reads the other's files. */
@NullMarked
package io.togglebolt.itests.compatibility;

import org.jspecify.annotations.NullMarked;
