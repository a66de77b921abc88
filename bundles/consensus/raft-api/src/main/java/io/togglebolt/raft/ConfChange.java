package io.togglebolt.raft;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A change of one member, in the older encoding, which etcd's servers still write.
 *
 * @param id whatever tells the proposer that it was his
 * @param type what happens to the member
 * @param nodeId who it is; 0 changes nothing
 * @param context what the state machine is to know of it; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Given away like an entry's data.
public record ConfChange(long id, ConfChangeType type, long nodeId, byte[] context) {
  /** Checks that nothing is null. */
  public ConfChange {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(context, "context");
  }

  /** The same change in the newer form. */
  public ConfChangeV2 asV2() {
    return new ConfChangeV2(
        ConfChangeTransition.AUTO, List.of(new ConfChangeSingle(type, nodeId)), context);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfChange change
        && change.id == id
        && change.type == type
        && change.nodeId == nodeId
        && Arrays.equals(change.context, context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, type, nodeId, Arrays.hashCode(context));
  }
}
