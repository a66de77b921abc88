package io.togglebolt.itests.compatibility;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random work on nested buckets, continued piece by piece: every piece fits what the model holds,
 * wherever it was written before. It leaves no transaction open, but may leave readers open, which
 * whoever closes the file closes with it.
 */
final class TreeHistory {
  private static final int DEEPEST = 3;
  private static final int MOST_BUCKETS = 4;
  private static final int MOST_READERS = 3;

  private final SplittableRandom random;
  private final int pageSizeBytes;
  private final ModelTree model;
  private final boolean dropsChanged;
  private final List<String> readers = new ArrayList<>();
  private final Set<List<String>> changed = new HashSet<>();
  private List<Operation> operations = new ArrayList<>();
  private int readersOpened;

  /**
   * A history.
   *
   * @param dropsChanged whether buckets are also dropped in the transaction that changed them:
   *     bbolt then loses the pages of the buckets in them, which its own check would find later
   */
  TreeHistory(long seed, int pageSizeBytes, ModelTree model, boolean dropsChanged) {
    this.random = new SplittableRandom(seed);
    this.pageSizeBytes = pageSizeBytes;
    this.model = model;
    this.dropsChanged = dropsChanged;
  }

  /** The next transactions, for a file that was just opened; the model follows them. */
  List<Operation> next(int transactions) {
    operations = new ArrayList<>();
    readers.clear();
    for (int i = 0; i < transactions; i++) {
      transaction();
    }
    return operations;
  }

  /** The next transaction, for a file that stays open. */
  List<Operation> nextOne() {
    operations = new ArrayList<>();
    transaction();
    return operations;
  }

  private void transaction() {
    moveReaders();
    add(new Operation.Begin());
    changed.clear();
    for (int change = random.nextInt(25); change > 0; change--) {
      change();
    }
    add(random.nextInt(6) == 0 ? new Operation.Rollback() : new Operation.Commit());
  }

  private void add(Operation operation) {
    operations.add(operation);
    model.apply(operation);
  }

  private void moveReaders() {
    int what = random.nextInt(6);
    if (what == 0 && readers.size() < MOST_READERS) {
      String name = "r" + ++readersOpened;
      readers.add(name);
      add(new Operation.OpenReader(name));
    } else if (what == 1 && !readers.isEmpty()) {
      add(new Operation.CloseReader(readers.remove(random.nextInt(readers.size()))));
    }
  }

  private void change() {
    List<String> path = somePath();
    int what = random.nextInt(100);
    if (path.isEmpty() || (what < 8 && path.size() < DEEPEST)) {
      makeBucket(path);
    } else if (what < 10) {
      dropBucket(path);
    } else if (what < 14) {
      touch(path);
      add(new Operation.SetSequence(path, random.nextLong(1L << 40)));
    } else if (what < 35) {
      deleteSome(path);
    } else {
      touch(path);
      String key = "k%04d".formatted(random.nextInt(300)) + "x".repeat(random.nextInt(30));
      add(new Operation.Put(path, key, length(), random.nextInt(256)));
    }
  }

  /** Walks down from the root as far as chance has it; empty stands for the root. */
  private List<String> somePath() {
    List<String> path = List.of();
    while (path.size() < DEEPEST) {
      List<String> names = model.buckets(path);
      if (names.isEmpty() || (!path.isEmpty() && random.nextInt(3) == 0)) {
        break;
      }
      path = child(path, names.get(random.nextInt(names.size())));
    }
    return path;
  }

  private void makeBucket(List<String> parent) {
    List<String> path = child(parent, "b" + random.nextInt(MOST_BUCKETS));
    touch(path);
    add(new Operation.MakeBucket(path));
  }

  private void dropBucket(List<String> path) {
    if (dropsChanged || !changed.contains(path)) {
      touch(path.subList(0, path.size() - 1));
      add(new Operation.DropBucket(path));
    }
  }

  private void deleteSome(List<String> path) {
    List<String> keys = model.keys(path);
    if (keys.isEmpty()) {
      return;
    }
    touch(path);
    // A row of neighbours, so that pages run empty and merge.
    int from = random.nextInt(keys.size());
    int to = Math.min(keys.size(), from + 1 + random.nextInt(20));
    for (String key : keys.subList(from, to)) {
      add(new Operation.Delete(path, key));
    }
  }

  /** A bucket counts as changed with all that it is in. */
  private void touch(List<String> path) {
    for (int length = 1; length <= path.size(); length++) {
      changed.add(path.subList(0, length));
    }
  }

  private static List<String> child(List<String> path, String name) {
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return List.copyOf(child);
  }

  private int length() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(3 * pageSizeBytes);
      case 1, 2, 3 -> random.nextInt(pageSizeBytes / 2);
      default -> random.nextInt(60);
    };
  }
}
