/** What tests may have and nobody else: views into the core, and members that break a rule. */
@NullMarked
package io.togglebolt.raft.core.testing;

import org.jspecify.annotations.NullMarked;
