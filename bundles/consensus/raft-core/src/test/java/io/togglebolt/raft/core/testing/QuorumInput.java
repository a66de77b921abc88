package io.togglebolt.raft.core.testing;

import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a directive tells of voters.
 *
 * @param config the voters
 * @param joint whether the outgoing half was told, which may be nobody ({@code cfgj=zero})
 * @param order every voter once, in the order in which the directive names them
 * @param values what is told of each, in that order; 0 for nothing
 */
record QuorumInput(JointConfig config, boolean joint, List<Long> order, List<Long> values) {
  private static final String NOTHING = "_";

  /** Takes copies of the lists. */
  QuorumInput {
    order = List.copyOf(order);
    values = List.copyOf(values);
  }

  /** What {@code committed} is told: {@code cfg}, {@code cfgj} and {@code idx}. */
  static QuorumInput ofIndexes(Directive directive) {
    return read(directive, "idx");
  }

  /** What {@code vote} is told: {@code cfg}, {@code cfgj} and {@code votes}; 2 is yes, 1 is no. */
  static QuorumInput ofVotes(Directive directive) {
    return read(directive, "votes");
  }

  private static QuorumInput read(Directive directive, String valuesKey) {
    directive.allow(0, "cfg", "cfgj", valuesKey);
    List<Long> order = new ArrayList<>();
    NodeIds incoming = ids(directive, "cfg", order);
    boolean none =
        directive
            .argument("cfgj")
            .map(Argument::values)
            .filter(List.of("zero")::equals)
            .isPresent();
    NodeIds outgoing = none ? NodeIds.NONE : ids(directive, "cfgj", order);
    List<String> words = directive.argument(valuesKey).map(Argument::values).orElse(List.of());
    return new QuorumInput(
        new JointConfig(new MajorityConfig(incoming), new MajorityConfig(outgoing)),
        directive.argument("cfgj").isPresent(),
        order.stream().distinct().toList(),
        words.stream().map(word -> value(valuesKey, word)).toList());
  }

  private static NodeIds ids(Directive directive, String key, List<Long> order) {
    List<Long> ids = directive.argument(key).map(Argument::asNumbers).orElse(List.of());
    order.addAll(ids);
    return NodeIds.of(ids.stream().mapToLong(Long::longValue).toArray());
  }

  private static long value(String key, String word) {
    if (word.equals(NOTHING)) {
      return 0;
    }
    if (key.equals("votes")) {
      return switch (word) {
        case "y" -> 2;
        case "n" -> 1;
        default -> throw new TranscriptException("vote is \"" + word + "\"; expected y, n or _");
      };
    }
    long index = Argument.number("index", word);
    if (index == 0) {
      throw new TranscriptException("index is 0; expected a larger one, or _ for none");
    }
    return index;
  }

  /** Whether as much is told as there are voters. */
  boolean isComplete() {
    return values.size() == order.size();
  }

  /** Says what {@link #isComplete} misses, as etcd does. */
  String complaint() {
    String voters =
        order.stream()
            .sorted(Long::compareUnsigned)
            .map(id -> Long.toUnsignedString(id) + ":{}")
            .collect(Collectors.joining(" ", "map[", "]"));
    String told =
        values.stream().map(QuorumTable::index).collect(Collectors.joining(" ", "[", "]"));
    return "error: mismatched input (explicit or _) for voters " + voters + ": " + told;
  }

  /** What is told of each voter of which something is. */
  Map<Long, Long> told() {
    Map<Long, Long> told = new TreeMap<>(Long::compareUnsigned);
    for (int place = 0; place < order.size(); place++) {
      if (values.get(place) != 0) {
        told.put(order.get(place), values.get(place));
      }
    }
    return told;
  }
}
