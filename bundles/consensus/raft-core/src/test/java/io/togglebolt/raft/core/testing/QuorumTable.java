package io.togglebolt.raft.core.testing;

import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Draws how far voters are: a bar for each, as long as the number of voters that are behind it. So
 * the bars that reach a quorum's length show at a glance what is committed.
 */
final class QuorumTable {
  private static final Comparator<Row> BY_INDEX =
      Comparator.comparingLong(Row::index).thenComparing(Row::id, Long::compareUnsigned);
  private static final Comparator<Row> BY_ID = Comparator.comparing(Row::id, Long::compareUnsigned);

  /** A voter, its index (0 when that is not known) and the length of its bar. */
  private record Row(long id, long index, boolean known, int bar) {}

  private QuorumTable() {}

  /** A heading and a line for each voter; one word for nobody. */
  static String draw(NodeIds ids, Map<Long, Long> indexes) {
    if (ids.isEmpty()) {
      return "<empty majority quorum>";
    }
    int voters = ids.size();
    StringBuilder table = new StringBuilder(" ".repeat(voters)).append("    idx\n");
    for (Row row : rows(ids, indexes)) {
      String bar =
          row.known()
              ? "x".repeat(row.bar()) + ">" + " ".repeat(voters - row.bar())
              : "?" + " ".repeat(voters);
      table
          .append(bar)
          .append(
              String.format(
                  " %5s    (id=%s)\n", index(row.index()), Long.toUnsignedString(row.id())));
    }
    return table.toString();
  }

  private static List<Row> rows(NodeIds ids, Map<Long, Long> indexes) {
    List<Row> rows = new ArrayList<>();
    for (long id : ids.toArray()) {
      rows.add(new Row(id, indexes.getOrDefault(id, 0L), indexes.containsKey(id), 0));
    }
    rows.sort(BY_INDEX);
    // The first of those with the same index has a bar, the others behind it have none: this is
    // how etcd draws them.
    List<Row> drawn = new ArrayList<>();
    for (int place = 0; place < rows.size(); place++) {
      Row row = rows.get(place);
      boolean ahead = place > 0 && rows.get(place - 1).index() < row.index();
      drawn.add(new Row(row.id(), row.index(), row.known(), ahead ? place : 0));
    }
    drawn.sort(BY_ID);
    return drawn;
  }

  /** An index in decimal. */
  static String index(long index) {
    return index == MajorityConfig.EVERYTHING ? "∞" : Long.toString(index);
  }
}
