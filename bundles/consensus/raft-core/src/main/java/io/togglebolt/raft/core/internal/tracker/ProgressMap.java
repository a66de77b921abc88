package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.core.internal.quorum.NodeIds;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The progress of each member, in ascending unsigned order of the ids. Two arrays side by side:
 * looking up and visiting a handful of members allocates nothing and boxes no id. For one thread.
 */
public final class ProgressMap {
  /** What is done for each member. */
  @FunctionalInterface
  public interface Visitor {
    /** Called in ascending unsigned order of the ids. */
    void visit(long id, Progress progress);
  }

  private long[] ids = new long[0];
  private Progress[] values = new Progress[0];

  /** A map of members, each with a progress of its own, made at once. */
  public static ProgressMap of(NodeIds members, LongFunction<Progress> fresh) {
    ProgressMap map = new ProgressMap();
    map.ids = members.toArray();
    map.values = new Progress[map.ids.length];
    for (int position = 0; position < map.ids.length; position++) {
      map.values[position] = fresh.apply(map.ids[position]);
    }
    return map;
  }

  /** How many members there are. */
  public int size() {
    return ids.length;
  }

  /** The id at a position of the ascending order, 0 first. */
  public long id(int position) {
    return ids[position];
  }

  /** The progress at a position of the ascending order, 0 first. */
  public Progress at(int position) {
    return values[position];
  }

  /** The progress of a member; null when it is none. */
  public @Nullable Progress get(long id) {
    int place = NodeIds.find(ids, id);
    return place < 0 ? null : values[place];
  }

  /** Whether an id is that of a member. */
  public boolean contains(long id) {
    return get(id) != null;
  }

  /** Adds a member, or gives it another progress. */
  public void put(long id, Progress progress) {
    int place = NodeIds.find(ids, id);
    if (place < 0) {
      place = -place - 1;
      int rest = ids.length - place;
      ids = Arrays.copyOf(ids, ids.length + 1);
      values = Arrays.copyOf(values, values.length + 1);
      System.arraycopy(ids, place, ids, place + 1, rest);
      System.arraycopy(values, place, values, place + 1, rest);
    }
    ids[place] = id;
    values[place] = progress;
  }

  /** Takes out a member; does nothing when it is none. */
  public void remove(long id) {
    int place = NodeIds.find(ids, id);
    if (place >= 0) {
      int rest = ids.length - place - 1;
      System.arraycopy(ids, place + 1, ids, place, rest);
      System.arraycopy(values, place + 1, values, place, rest);
      ids = Arrays.copyOf(ids, ids.length - 1);
      values = Arrays.copyOf(values, values.length - 1);
    }
  }

  /** Visits all members in ascending unsigned order. The map must not change meanwhile. */
  public void visit(Visitor visitor) {
    for (int position = 0; position < ids.length; position++) {
      visitor.visit(ids[position], values[position]);
    }
  }

  /** A map of copies, see {@link Progress#copy()}. */
  public ProgressMap copy() {
    ProgressMap copy = new ProgressMap();
    copy.ids = ids.clone();
    copy.values = new Progress[values.length];
    for (int position = 0; position < values.length; position++) {
      copy.values[position] = values[position].copy();
    }
    return copy;
  }

  /** A line for each member, as in etcd's transcripts: {@code 1: StateProbe match=0 next=1}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    visit(
        (id, progress) ->
            text.append(Long.toUnsignedString(id)).append(": ").append(progress).append('\n'));
    return text.toString();
  }
}
