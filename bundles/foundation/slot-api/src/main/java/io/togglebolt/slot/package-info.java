/**
 * A slot is a place in an owner where one implementation of an SPI serves and can be replaced while
 * it does. The owner keeps the whole truth; a part is a plain object made from it, so a part that
 * dies is simply made again elsewhere.
 */
@Export
@Version("1.3.0")
@NullMarked
package io.togglebolt.slot;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
