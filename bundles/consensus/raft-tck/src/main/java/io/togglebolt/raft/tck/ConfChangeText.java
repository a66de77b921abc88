package io.togglebolt.raft.tck;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes of a cluster as transcripts write them: {@code v1} makes 1 a voter, {@code l2} makes 2 a
 * learner, {@code r3} removes 3, {@code u4} updates 4.
 */
public final class ConfChangeText {
  private ConfChangeText() {}

  /**
   * Reads changes with white space between them.
   *
   * @throws TranscriptException when one of them is none
   */
  public static List<ConfChangeSingle> parse(String text) {
    List<ConfChangeSingle> changes = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        changes.add(
            new ConfChangeSingle(type(word), Argument.number("change " + word, word.substring(1))));
      }
    }
    return changes;
  }

  /** Writes changes with a space between them. */
  public static String format(List<ConfChangeSingle> changes) {
    return changes.stream()
        .map(change -> letter(change.type()) + Long.toUnsignedString(change.nodeId()))
        .collect(Collectors.joining(" "));
  }

  private static ConfChangeType type(String word) {
    return switch (word.charAt(0)) {
      case 'v' -> ConfChangeType.ADD_NODE;
      case 'l' -> ConfChangeType.ADD_LEARNER_NODE;
      case 'r' -> ConfChangeType.REMOVE_NODE;
      case 'u' -> ConfChangeType.UPDATE_NODE;
      default ->
          throw new TranscriptException(
              "change \"" + word + "\" is not known; expected v, l, r or u and the id of a member");
    };
  }

  private static char letter(ConfChangeType type) {
    return switch (type) {
      case ADD_NODE -> 'v';
      case ADD_LEARNER_NODE -> 'l';
      case REMOVE_NODE -> 'r';
      case UPDATE_NODE -> 'u';
    };
  }
}
