package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated hour of puts and deletes of mixed sizes. Each simulated second a reader opens, and
 * one more is open from a sixth of the hour to five sixths.
 */
final class Churn {
  private record Reader(Transaction transaction, long endsAtSecond) {}

  private final SpaceFile file;
  private final int transactions;
  private final long mostPages;
  private final ChurnPlan plan;
  private final List<Reader> readers = new ArrayList<>();
  private long pending;
  private long done;
  private long mostPermille;

  Churn(SpaceFile file, Request request) {
    this.file = file;
    transactions = request.integer("transactions");
    mostPages = request.integer("most");
    plan = new ChurnPlan(request.integer("keys"), request.integer("live"));
  }

  Map<String, Long> run() {
    try (Database database = file.open()) {
      DatabaseStats stats = database.stats();
      while (done < transactions && stats.highWaterPage() <= mostPages) {
        if (done % ChurnPlan.TRANSACTIONS_PER_SECOND == 0) {
          turnReaders(database, done / ChurnPlan.TRANSACTIONS_PER_SECOND);
        }
        database.update(this::change);
        done++;
        stats = database.stats();
        pending += stats.pendingPages();
        if (done > transactions / 10) {
          mostPermille = Math.max(mostPermille, permille(stats));
        }
      }
      readers.forEach(reader -> reader.transaction.close());
      return answer(stats);
    }
  }

  private void turnReaders(Database database, long second) {
    long seconds = transactions / ChurnPlan.TRANSACTIONS_PER_SECOND;
    for (Iterator<Reader> each = readers.iterator(); each.hasNext(); ) {
      Reader reader = each.next();
      if (reader.endsAtSecond <= second) {
        reader.transaction.close();
        each.remove();
      }
    }
    readers.add(new Reader(database.beginRead(), second + plan.nextLifetimeSeconds()));
    if (second == seconds / 6) {
      readers.add(new Reader(database.beginRead(), seconds * 5 / 6));
    }
  }

  private void change(Transaction transaction) {
    Bucket bucket = SpaceFile.bucket(transaction);
    for (int left = plan.nextOperations(); left > 0; left--) {
      plan.nextOperation();
      byte[] key = SpaceFile.key(plan.key());
      if (plan.delete()) {
        bucket.delete(key);
      } else {
        bucket.put(key, Entries.bytes(plan.key(), plan.size()));
      }
    }
  }

  private long permille(DatabaseStats stats) {
    return stats.highWaterPage() * stats.pageSizeBytes() * 1_000 / Math.max(1, plan.liveBytes());
  }

  private Map<String, Long> answer(DatabaseStats stats) {
    Map<String, Long> answer = new LinkedHashMap<>();
    answer.put("done", done);
    answer.put("live", plan.liveBytes());
    if (done == transactions) {
      answer.put("pages", stats.highWaterPage());
      answer.put("endPermille", permille(stats));
      answer.put("mostPermille", mostPermille);
      answer.put("pendingSum", pending);
    }
    return answer;
  }
}
