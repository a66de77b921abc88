package io.togglebolt.itests.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a history that bbolt, the engine and a model all can follow. Names and keys are
 * ASCII; a bucket is named by the names on the way to it.
 */
sealed interface Operation {

  /** Begins the write transaction. */
  record Begin() implements Operation {}

  /** Commits it. */
  record Commit() implements Operation {}

  /** Drops it. */
  record Rollback() implements Operation {}

  /** Opens a read transaction under a name. */
  record OpenReader(String name) implements Operation {}

  /** Closes it. */
  record CloseReader(String name) implements Operation {}

  /** Makes a bucket if it is missing; its parent is there. */
  record MakeBucket(List<String> path) implements Operation {}

  /** Deletes a bucket with all it holds. */
  record DropBucket(List<String> path) implements Operation {}

  /** Sets a bucket's sequence. */
  record SetSequence(List<String> path, long sequence) implements Operation {}

  /** Puts a value that is made from its length and a seed. */
  record Put(List<String> path, String key, int length, int seed) implements Operation {

    /** The value: the same bytes as the Go side makes. */
    byte[] value() {
      byte[] value = new byte[length];
      for (int i = 0; i < length; i++) {
        value[i] = (byte) (seed + i * 7);
      }
      return value;
    }
  }

  /** Deletes a key. */
  record Delete(List<String> path, String key) implements Operation {}

  /** The operation as the Go side reads it. */
  default String line() {
    return switch (this) {
      case Begin() -> "begin";
      case Commit() -> "commit";
      case Rollback() -> "rollback";
      case OpenReader(String name) -> "reader " + name;
      case CloseReader(String name) -> "close " + name;
      case MakeBucket(List<String> path) -> "bucket " + hex(path);
      case DropBucket(List<String> path) -> "drop " + hex(path);
      case SetSequence(List<String> path, long sequence) ->
          "sequence " + hex(path) + " " + sequence;
      case Put(List<String> path, String key, int length, int seed) ->
          "put " + hex(path) + " " + hex(key) + " " + length + " " + seed;
      case Delete(List<String> path, String key) -> "delete " + hex(path) + " " + hex(key);
    };
  }

  private static String hex(List<String> path) {
    return path.stream().map(name -> "/" + hex(name)).collect(Collectors.joining());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
