/** The storage engine: the bbolt file format, its tree, its transactions and its space. */
@NullMarked
package io.togglebolt.storage.engine.internal;

import org.jspecify.annotations.NullMarked;
