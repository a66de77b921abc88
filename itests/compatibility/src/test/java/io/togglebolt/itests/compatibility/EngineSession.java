package io.togglebolt.itests.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An open database of ours that follows a history. */
final class EngineSession implements AutoCloseable {
  private final Database database;
  private final Map<String, Transaction> readers = new HashMap<>();
  private @Nullable Transaction writer;

  private EngineSession(Database database) {
    this.database = database;
  }

  static EngineSession open(Path file, DatabaseOptions options) {
    DatabaseFactory factory = ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
    return new EngineSession(factory.open(file, options));
  }

  /** Follows a history, and says what the figures were at the end of each write transaction. */
  List<Figures> run(List<Operation> history) {
    List<Figures> figures = new ArrayList<>();
    for (Operation operation : history) {
      apply(operation);
      if (operation instanceof Operation.Commit || operation instanceof Operation.Rollback) {
        figures.add(Figures.of(database.stats()));
      }
    }
    return figures;
  }

  private void apply(Operation operation) {
    switch (operation) {
      case Operation.Begin() -> writer = database.beginWrite();
      case Operation.Commit() -> writer().commit();
      case Operation.Rollback() -> writer().close();
      case Operation.OpenReader(String name) -> readers.put(name, database.beginRead(name));
      case Operation.CloseReader(String name) -> requireNonNull(readers.remove(name)).close();
      case Operation.MakeBucket(List<String> path) ->
          parent(path).createBucketIfMissing(bytes(path.getLast()));
      case Operation.DropBucket(List<String> path) ->
          parent(path).deleteBucket(bytes(path.getLast()));
      case Operation.SetSequence(List<String> path, long sequence) ->
          bucket(path).setSequence(sequence);
      case Operation.Put put -> bucket(put.path()).put(bytes(put.key()), put.value());
      case Operation.Delete(List<String> path, String key) -> bucket(path).delete(bytes(key));
    }
  }

  private Transaction writer() {
    return requireNonNull(writer, "no write transaction");
  }

  private Bucket parent(List<String> path) {
    return bucket(path.subList(0, path.size() - 1));
  }

  private Bucket bucket(List<String> path) {
    Bucket bucket = writer().root();
    for (String name : path) {
      bucket = requireNonNull(bucket.bucket(bytes(name)), name);
    }
    return bucket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  /** The canonical dump of what is committed. */
  String dump() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      database.dump(out);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toString(US_ASCII);
  }

  /** The figures of the root and of each bucket in it, as {@link BoltPeer#stats} has them. */
  List<String> bucketStats() {
    return database.view(
        reader -> {
          List<String> lines = new ArrayList<>();
          lines.add(line("/", reader.root().stats()));
          reader
              .root()
              .forEachBucket(
                  (name, bucket) -> lines.add(line(new String(name, US_ASCII), bucket.stats())));
          return lines;
        });
  }

  private static String line(String name, BucketStats s) {
    return name
        + LongStream.of(
                s.branchPages(),
                s.branchOverflowPages(),
                s.leafPages(),
                s.leafOverflowPages(),
                s.keys(),
                s.depth(),
                s.branchAllocatedBytes(),
                s.branchUsedBytes(),
                s.leafAllocatedBytes(),
                s.leafUsedBytes(),
                s.buckets(),
                s.inlineBuckets(),
                s.inlineUsedBytes())
            .mapToObj(figure -> " " + figure)
            .collect(Collectors.joining());
  }

  /** What the engine's own check finds. */
  List<Inspection.Problem> problems() {
    try (Inspection inspection = database.inspect()) {
      return inspection.check();
    }
  }

  List<Inspection.MetaInfo> metas() {
    try (Inspection inspection = database.inspect()) {
      return inspection.metas();
    }
  }

  List<Inspection.PageInfo> pages() {
    List<Inspection.PageInfo> pages = new ArrayList<>();
    try (Inspection inspection = database.inspect()) {
      inspection.pages(pages::add);
    }
    return pages;
  }

  /** Gives the space at the file's end back, a few pages a commit. */
  void shrink() {
    database.shrink(8, progress -> {});
  }

  @Override
  public void close() {
    database.close();
  }
}
