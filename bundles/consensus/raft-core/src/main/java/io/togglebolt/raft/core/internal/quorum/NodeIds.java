package io.togglebolt.raft.core.internal.quorum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of member ids in ascending unsigned order, which is the order in which etcd visits and
 * prints them. Immutable; {@link #with} and {@link #without} copy, which is fine for sets that
 * change only with the membership.
 */
public final class NodeIds {
  /** The set without members. */
  public static final NodeIds NONE = new NodeIds(new long[0]);

  private final long[] ids;

  private NodeIds(long[] sortedIds) {
    ids = sortedIds;
  }

  /** The set of the given ids, which may repeat and come in any order. */
  public static NodeIds of(long... ids) {
    long[] sorted = new long[ids.length];
    for (int position = 0; position < ids.length; position++) {
      sorted[position] = ids[position] ^ Long.MIN_VALUE;
    }
    // With the sign turned round, the signed order of the machine is the unsigned one.
    Arrays.sort(sorted);
    int count = 0;
    for (long turned : sorted) {
      long id = turned ^ Long.MIN_VALUE;
      if (count == 0 || sorted[count - 1] != id) {
        sorted[count++] = id;
      }
    }
    return count == 0 ? NONE : new NodeIds(Arrays.copyOf(sorted, count));
  }

  /** The set of the given ids, which may repeat and come in any order. */
  public static NodeIds of(List<Long> ids) {
    return of(ids.stream().mapToLong(Long::longValue).toArray());
  }

  /** How many there are. */
  public int size() {
    return ids.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /** The id at a position of the ascending order, 0 first. */
  public long at(int position) {
    return ids[position];
  }

  /** Whether an id belongs to the set. */
  public boolean contains(long id) {
    return position(id) >= 0;
  }

  /** This set and one more id; this very set when it has the id. */
  public NodeIds with(long id) {
    int position = position(id);
    if (position >= 0) {
      return this;
    }
    int insertion = -position - 1;
    long[] more = new long[ids.length + 1];
    System.arraycopy(ids, 0, more, 0, insertion);
    more[insertion] = id;
    System.arraycopy(ids, insertion, more, insertion + 1, ids.length - insertion);
    return new NodeIds(more);
  }

  /** This set but for one id; this very set when it lacks the id. */
  public NodeIds without(long id) {
    int position = position(id);
    if (position < 0) {
      return this;
    }
    if (ids.length == 1) {
      return NONE;
    }
    long[] fewer = new long[ids.length - 1];
    System.arraycopy(ids, 0, fewer, 0, position);
    System.arraycopy(ids, position + 1, fewer, position, fewer.length - position);
    return new NodeIds(fewer);
  }

  /** What is in this set, in the other or in both. */
  public NodeIds union(NodeIds other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    long[] all = Arrays.copyOf(ids, ids.length + other.ids.length);
    System.arraycopy(other.ids, 0, all, ids.length, other.ids.length);
    return of(all);
  }

  /** How many ids are in one of the two sets only. */
  public int difference(NodeIds other) {
    int common = 0;
    for (long id : ids) {
      if (other.contains(id)) {
        common++;
      }
    }
    return ids.length + other.ids.length - 2 * common;
  }

  /** The ids in ascending unsigned order; the caller's to keep. */
  public long[] toArray() {
    return ids.clone();
  }

  /** The ids in ascending unsigned order, as a {@code ConfState} wants them. */
  public List<Long> toList() {
    List<Long> list = new ArrayList<>(ids.length);
    for (long id : ids) {
      list.add(id);
    }
    return list;
  }

  /** Where an id is; where it would have to go, negative and less one, when it is absent. */
  private int position(long id) {
    return find(ids, id);
  }

  /**
   * Where an id is among ids in ascending unsigned order; where it would have to go, negative and
   * less one, when it is absent.
   */
  public static int find(long[] sortedIds, long id) {
    int low = 0;
    int high = sortedIds.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(sortedIds[middle], id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeIds set && Arrays.equals(ids, set.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  /** The ids in decimal, unsigned, as in etcd's log: {@code (1 2 3)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    for (int position = 0; position < ids.length; position++) {
      if (position > 0) {
        text.append(' ');
      }
      text.append(Long.toUnsignedString(ids[position]));
    }
    return text.append(')').toString();
  }
}
