package io.togglebolt.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The changes of names that are not durable, in order, as a journaling file system keeps them: of
 * the changes in one directory the first few survive a power cut, and different directories lose
 * theirs independently. What concerns two directories is in the order of both. Guarded by its
 * disk's lock.
 */
final class NameJournal {
  private final List<NameChange> pending = new ArrayList<>();

  /** Shows a change to all users of the disk. */
  void add(NameChange change) {
    change.edits().forEach(edit -> edit.apply(edit.directory().seen));
    pending.add(change);
  }

  boolean touches(Directory directory, String name) {
    return pending.stream().anyMatch(change -> change.touches(directory, name));
  }

  /**
   * Makes durable what was changed in a directory, and what comes before that in other directories
   * that took part in it.
   */
  void commit(Directory directory) {
    Set<Directory> concerned = identitySet();
    concerned.add(directory);
    Set<NameChange> committed = identitySet();
    for (NameChange change : pending.reversed()) {
      if (!Collections.disjoint(concerned, change.ordered())) {
        concerned.addAll(change.ordered());
        committed.add(change);
      }
    }
    for (NameChange change : pending) {
      if (committed.contains(change)) {
        change.edits().forEach(edit -> edit.apply(edit.directory().durable));
      }
    }
    pending.removeIf(committed::contains);
  }

  /**
   * The names in the directories that lost or kept some of their changes when the power went; in
   * all others the durable ones.
   */
  Map<Directory, TreeMap<String, Node>> powerCut(SplitMix64 random) {
    Map<Directory, TreeMap<String, Node>> names = new IdentityHashMap<>();
    if (pending.isEmpty()) {
      return names;
    }
    int percent = random.choice(0, 10, 50, 90, 100);
    Set<Directory> stopped = identitySet();
    for (NameChange change : pending) {
      boolean possible = Collections.disjoint(stopped, change.ordered());
      if (possible && random.chance(percent, 100)) {
        for (NameChange.Edit edit : change.edits()) {
          edit.apply(
              names.computeIfAbsent(edit.directory(), touched -> new TreeMap<>(touched.durable)));
        }
      } else {
        stopped.addAll(change.ordered());
      }
    }
    return names;
  }

  private static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
