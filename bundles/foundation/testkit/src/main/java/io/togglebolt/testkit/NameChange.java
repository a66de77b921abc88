package io.togglebolt.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of names that is seen but not durable. It becomes durable whole or not at all.
 *
 * @param ordered the directories that take part in it: whatever was changed in one of them before
 *     is durable before it
 */
record NameChange(List<Edit> edits, List<Directory> ordered) {
  /**
   * What becomes of one name.
   *
   * @param node what it stands for from now on; null when it is taken away
   */
  record Edit(Directory directory, String name, @Nullable Node node) {
    void apply(Map<String, Node> names) {
      if (node == null) {
        names.remove(name);
      } else {
        names.put(name, node);
      }
    }
  }

  boolean touches(Directory directory, String name) {
    return edits.stream().anyMatch(e -> e.directory() == directory && e.name().equals(name));
  }
}
