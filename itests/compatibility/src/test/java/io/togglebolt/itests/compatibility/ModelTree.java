package io.togglebolt.itests.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nested buckets as nested sorted maps: what a file must hold after a history. Keys are ASCII, so
 * the order of strings is the order of bytes.
 */
final class ModelTree {
  private sealed interface Entry {}

  private record Value(int length, byte[] sha256) implements Entry {}

  private static final class Bucket implements Entry {
    private long sequence;
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    private Bucket copy() {
      Bucket copy = new Bucket();
      copy.sequence = sequence;
      entries.forEach(
          (name, entry) ->
              copy.entries.put(
                  name,
                  switch (entry) {
                    case Value value -> value;
                    case Bucket bucket -> bucket.copy();
                  }));
      return copy;
    }
  }

  private Bucket committed = new Bucket();
  private Bucket written = new Bucket();

  void apply(List<Operation> history) {
    history.forEach(this::apply);
  }

  void apply(Operation operation) {
    switch (operation) {
      case Operation.Begin() -> written = committed.copy();
      case Operation.Commit() -> committed = written;
      case Operation.Rollback(), Operation.OpenReader(_), Operation.CloseReader(_) -> {}
      case Operation.MakeBucket(List<String> path) ->
          parent(path).entries.putIfAbsent(path.getLast(), new Bucket());
      case Operation.DropBucket(List<String> path) -> parent(path).entries.remove(path.getLast());
      case Operation.SetSequence(List<String> path, long sequence) ->
          bucket(path).sequence = sequence;
      case Operation.Put put ->
          bucket(put.path()).entries.put(put.key(), new Value(put.length(), sha256(put.value())));
      case Operation.Delete(List<String> path, String key) -> bucket(path).entries.remove(key);
    }
  }

  /** The keys of a bucket in the write transaction, ascending. */
  List<String> keys(List<String> path) {
    return bucket(path).entries.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Value)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names of the buckets in a bucket, or in the root, in the write transaction, ascending. */
  List<String> buckets(List<String> path) {
    return bucket(path).entries.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Bucket)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Bucket parent(List<String> path) {
    return bucket(path.subList(0, path.size() - 1));
  }

  private Bucket bucket(List<String> path) {
    Bucket bucket = written;
    for (String name : path) {
      if (!(bucket.entries.get(name) instanceof Bucket next)) {
        throw new IllegalStateException("the model has no bucket " + path);
      }
      bucket = next;
    }
    return bucket;
  }

  /** The canonical dump of what is committed. */
  String dump() {
    Dump dump = new Dump();
    dump.bucket("", committed);
    return dump.end();
  }

  private static final class Dump {
    private final StringBuilder lines = new StringBuilder();
    private int buckets;
    private int keys;

    private void bucket(String path, Bucket bucket) {
      buckets++;
      String shown = path.isEmpty() ? "/" : path;
      lines.append("B " + shown + " seq=" + Long.toUnsignedString(bucket.sequence) + "\n");
      bucket.entries.forEach(
          (name, entry) -> {
            String hex = HexFormat.of().formatHex(name.getBytes(US_ASCII));
            switch (entry) {
              case Bucket child -> bucket(path + "/" + hex, child);
              case Value value -> {
                keys++;
                String digest = HexFormat.of().formatHex(value.sha256);
                lines.append("K " + shown + " " + hex + " " + value.length + " " + digest + "\n");
              }
            }
          });
    }

    private String end() {
      String digest = HexFormat.of().formatHex(sha256(lines.toString().getBytes(US_ASCII)));
      lines.append("T buckets=" + buckets + " keys=" + keys + " sha256=" + digest + "\n");
      return lines.toString();
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
