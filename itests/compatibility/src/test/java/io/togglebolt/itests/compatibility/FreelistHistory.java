package io.togglebolt.itests.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random history whose page figures bbolt repeats from run to run. bbolt walks over Go maps, in
 * an order that changes, where it rebalances several nodes and where it spills several buckets; so
 * there is one bucket and at most one deletion a transaction. Everything else varies: values from
 * inline to several pages, overwrites, rollbacks, and readers that come and go.
 */
final class FreelistHistory {
  private static final List<String> BUCKET = List.of("b");
  private static final int MOST_READERS = 5;

  private final SplittableRandom random;
  private final int pageSizeBytes;
  private final int keys;
  private final List<String> readers = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private int readersOpened;

  private FreelistHistory(long seed, int pageSizeBytes) {
    this.random = new SplittableRandom(seed);
    this.pageSizeBytes = pageSizeBytes;
    this.keys = 20 + random.nextInt(400);
  }

  static List<Operation> of(long seed, int pageSizeBytes, int transactions) {
    FreelistHistory history = new FreelistHistory(seed, pageSizeBytes);
    history.begin();
    for (int i = 0; i < transactions; i++) {
      history.moveReaders();
      history.transaction();
    }
    return history.operations;
  }

  private void begin() {
    operations.add(new Operation.Begin());
    operations.add(new Operation.MakeBucket(BUCKET));
    operations.add(new Operation.Commit());
  }

  private void moveReaders() {
    int what = random.nextInt(5);
    if (what == 0 && readers.size() < MOST_READERS) {
      String name = "r" + ++readersOpened;
      readers.add(name);
      operations.add(new Operation.OpenReader(name));
    } else if (what == 1 && !readers.isEmpty()) {
      String name = readers.remove(random.nextInt(readers.size()));
      operations.add(new Operation.CloseReader(name));
    }
  }

  private void transaction() {
    operations.add(new Operation.Begin());
    for (int i = random.nextInt(8); i > 0; i--) {
      operations.add(new Operation.Put(BUCKET, key(), length(), random.nextInt(256)));
    }
    if (random.nextInt(3) == 0) {
      operations.add(new Operation.Delete(BUCKET, key()));
    }
    boolean rollback = random.nextInt(8) == 0;
    operations.add(rollback ? new Operation.Rollback() : new Operation.Commit());
  }

  private String key() {
    return "key%05d".formatted(random.nextInt(keys));
  }

  private int length() {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(4 * pageSizeBytes);
      case 1, 2 -> random.nextInt(pageSizeBytes);
      default -> random.nextInt(pageSizeBytes / 8);
    };
  }
}
