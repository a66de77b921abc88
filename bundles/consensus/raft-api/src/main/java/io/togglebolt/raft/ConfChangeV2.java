package io.togglebolt.raft;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A change of any number of members. One without changes leaves a joint configuration.
 *
 * @param transition how it comes about
 * @param changes what happens to whom, in order
 * @param context what the state machine is to know of it; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Given away like an entry's data.
public record ConfChangeV2(
    ConfChangeTransition transition, List<ConfChangeSingle> changes, byte[] context) {
  /** Leaves a joint configuration. */
  public static final ConfChangeV2 LEAVE_JOINT =
      new ConfChangeV2(ConfChangeTransition.AUTO, List.of(), new byte[0]);

  /** Takes a copy of the list. */
  public ConfChangeV2 {
    Objects.requireNonNull(transition, "transition");
    Objects.requireNonNull(context, "context");
    changes = List.copyOf(changes);
  }

  /** Whether it asks to leave a joint configuration, whatever its context says. */
  public boolean leavesJoint() {
    return transition == ConfChangeTransition.AUTO && changes.isEmpty();
  }

  /** Whether it comes about through a joint configuration. */
  public boolean entersJoint() {
    return transition != ConfChangeTransition.AUTO || changes.size() > 1;
  }

  /** Whether the joint configuration that it enters is left by itself. */
  public boolean autoLeaves() {
    return transition != ConfChangeTransition.JOINT_EXPLICIT;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfChangeV2 change
        && change.transition == transition
        && change.changes.equals(changes)
        && Arrays.equals(change.context, context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(transition, changes, Arrays.hashCode(context));
  }
}
