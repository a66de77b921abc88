package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** Memberships for tests: told in letters, or drawn at random. */
final class Memberships {
  static final long LAST_INDEX = 10;

  private Memberships() {}

  /** A tracker of nobody. */
  static ProgressTracker nobody() {
    return new ProgressTracker(20, 0);
  }

  static Changer changer(ProgressTracker tracker) {
    return new Changer(tracker, LAST_INDEX);
  }

  /** A tracker to which changes were made one by one. */
  static ProgressTracker after(String changes) {
    ProgressTracker tracker = nobody();
    oneByOne(tracker, changes(changes));
    return tracker;
  }

  static void oneByOne(ProgressTracker tracker, List<ConfChangeSingle> changes) {
    for (ConfChangeSingle change : changes) {
      tracker.install(changer(tracker).simple(List.of(change)));
    }
  }

  /** Changes as transcripts write them, such as {@code v1 l2 r3 u4}. */
  static List<ConfChangeSingle> changes(String text) {
    List<ConfChangeSingle> changes = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      if (!word.isEmpty()) {
        long id = Long.parseUnsignedLong(word.substring(1));
        changes.add(new ConfChangeSingle(type(word.charAt(0)), id));
      }
    }
    return changes;
  }

  private static ConfChangeType type(char letter) {
    return switch (letter) {
      case 'v' -> ConfChangeType.ADD_NODE;
      case 'l' -> ConfChangeType.ADD_LEARNER_NODE;
      case 'r' -> ConfChangeType.REMOVE_NODE;
      case 'u' -> ConfChangeType.UPDATE_NODE;
      default -> throw new IllegalArgumentException("no change begins with " + letter);
    };
  }

  /** Up to nine changes of members from {@code lowest} to eight; 0 is nobody. */
  static List<ConfChangeSingle> random(SplitMix64 random, int lowest) {
    List<ConfChangeSingle> changes = new ArrayList<>();
    int count = random.below(10);
    for (int place = 0; place < count; place++) {
      changes.add(
          new ConfChangeSingle(random.choice(ConfChangeType.values()), random.between(lowest, 8)));
    }
    return changes;
  }

  /** All that there is to a membership, as text. */
  static String text(ProgressTracker tracker) {
    return tracker.config() + "\n" + tracker.progress();
  }
}
