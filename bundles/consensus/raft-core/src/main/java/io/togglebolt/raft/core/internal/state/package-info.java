/**
 * What a member does with a message: one class for what it holds, one for each role, one for each
 * family of messages.
 */
@NullMarked
package io.togglebolt.raft.core.internal.state;

import org.jspecify.annotations.NullMarked;
