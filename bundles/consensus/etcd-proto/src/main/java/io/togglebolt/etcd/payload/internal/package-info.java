/** Payloads in words, over the generated messages. */
@NullMarked
package io.togglebolt.etcd.payload.internal;

import org.jspecify.annotations.NullMarked;
