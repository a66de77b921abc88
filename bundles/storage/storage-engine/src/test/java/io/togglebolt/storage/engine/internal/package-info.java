/** Tests of the engine; its fixtures were made by the real bbolt. */
@NullMarked
package io.togglebolt.storage.engine.internal;

import org.jspecify.annotations.NullMarked;
