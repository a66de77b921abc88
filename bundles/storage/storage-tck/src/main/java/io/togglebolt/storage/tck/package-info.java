/**
 * The tests that any page allocator or freelist policy must pass. To have yours tested, extend
 * {@link io.togglebolt.storage.tck.PageAllocatorContract} or {@link
 * io.togglebolt.storage.tck.FreelistPolicyContract} and say which factory makes it.
 */
@NullMarked
package io.togglebolt.storage.tck;

import org.jspecify.annotations.NullMarked;
