package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One key is updated over and over while one reader stays open: only the pages that the reader
 * sees, and a few to work with, are needed, however many the updates.
 */
final class HeldReader {
  private static final int VALUE_BYTES = 1024;
  private static final byte[] FILLER = SpaceFile.name("p");
  private static final int FILLER_BYTES = 1900;

  private final SpaceFile file;
  private final List<Integer> marks;
  private final int freePages;
  private final long mostPages;

  HeldReader(SpaceFile file, Request request) {
    this.file = file;
    marks = Arrays.stream(request.text("updates").split(",")).map(Integer::valueOf).toList();
    freePages = request.integer("free");
    mostPages = request.integer("most");
  }

  /** Answers with the file's pages at each mark, as far as they stay below the most allowed. */
  Map<String, Long> run() {
    Map<String, Long> answer = new LinkedHashMap<>();
    try (Database database = file.open()) {
      SpaceFile.put(database, 0, VALUE_BYTES, 0);
      if (freePages > 0) {
        makeFree(database);
      }
      answer.put("before", database.stats().highWaterPage());
      try (Transaction _ = database.beginRead()) {
        int done = 0;
        for (int mark : marks) {
          while (done < mark && database.stats().highWaterPage() <= mostPages) {
            SpaceFile.put(database, 0, VALUE_BYTES, ++done);
          }
          if (done == mark) {
            answer.put("pages." + mark, database.stats().highWaterPage());
          }
        }
      }
    }
    return answer;
  }

  /** Two entries fill a page; a deleted bucket's pages can be handed out two commits later. */
  private void makeFree(Database database) {
    byte[] value = Entries.bytes(1, FILLER_BYTES);
    database.update(
        transaction -> {
          Bucket filler = transaction.createBucket(FILLER);
          filler.setFillPercent(1);
          for (int i = 0; i < 2 * freePages; i++) {
            filler.put(SpaceFile.key(i), value);
          }
        });
    database.update(transaction -> transaction.deleteBucket(FILLER));
    SpaceFile.put(database, 0, VALUE_BYTES, 1);
    SpaceFile.put(database, 0, VALUE_BYTES, 1);
  }
}
