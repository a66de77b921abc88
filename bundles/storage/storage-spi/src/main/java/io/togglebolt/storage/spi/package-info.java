/**
 * What a page allocator and a freelist policy implement. Parts are plain single-threaded objects:
 * the database calls them under its writer lock only, keeps the whole truth itself, and checks what
 * they answer.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.togglebolt.storage.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
