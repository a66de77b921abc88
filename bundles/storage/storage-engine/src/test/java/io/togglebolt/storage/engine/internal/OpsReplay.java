package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SplitMix64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Replays an operation log on a database; the log's format is described beside the fixtures. */
final class OpsReplay {
  private static final HexFormat HEX = HexFormat.of();

  private final Supplier<Database> opener;
  private final Map<String, Transaction> readers = new HashMap<>();
  private Database database;
  private @Nullable Transaction writer;

  OpsReplay(Supplier<Database> opener) {
    this.opener = opener;
    database = opener.get();
  }

  /** Replays all lines and returns the database, still open. */
  Database run(List<String> lines) throws IOException {
    for (String line : lines) {
      if (!line.startsWith("#")) {
        step(line.split(" "));
      }
    }
    return database;
  }

  private void step(String[] words) throws IOException {
    switch (words[0]) {
      case "BEGIN" -> writer = database.beginWrite();
      case "COMMIT" -> writer().commit();
      case "ROLLBACK" -> writer().close();
      case "REOPEN" -> {
        database.close();
        database = opener.get();
      }
      case "RBEGIN" -> readers.put(words[1], database.beginRead("replay " + words[1]));
      case "REND" -> {
        try (Transaction reader = Objects.requireNonNull(readers.remove(words[1]))) {
          assertEquals(words[2], digest(reader), "what reader " + words[1] + " sees");
        }
      }
      case "END" -> assertEquals(words[1], database.view(OpsReplay::digest), "the last state");
      default -> change(words);
    }
  }

  private void change(String[] words) {
    String path = words[1];
    switch (words[0]) {
      case "MKB" -> parent(path).createBucket(name(path));
      case "RMB" -> parent(path).deleteBucket(name(path));
      case "PUT" ->
          bucket(path)
              .put(
                  HEX.parseHex(words[2]),
                  SplitMix64.value(Integer.parseInt(words[3]), Long.parseUnsignedLong(words[4])));
      case "DEL" -> bucket(path).delete(HEX.parseHex(words[2]));
      case "SEQ" -> bucket(path).setSequence(Long.parseUnsignedLong(words[2]));
      case "NSQ" ->
          assertEquals(Long.parseUnsignedLong(words[2]), bucket(path).nextSequence(), "sequence");
      default -> throw new IllegalArgumentException("unknown operation " + words[0]);
    }
  }

  private Transaction writer() {
    return Objects.requireNonNull(writer);
  }

  private Bucket parent(String path) {
    return bucket(path.substring(0, path.lastIndexOf('/')));
  }

  private static byte[] name(String path) {
    return HEX.parseHex(path.substring(path.lastIndexOf('/') + 1));
  }

  private Bucket bucket(String path) {
    Bucket bucket = writer().root();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        bucket = Objects.requireNonNull(bucket.bucket(HEX.parseHex(part)), path);
      }
    }
    return bucket;
  }

  /** The digest in the trailer of a transaction's canonical dump. */
  static String digest(Transaction transaction) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CanonicalDump.write((EngineTransaction) transaction, out);
    String dump = out.toString(StandardCharsets.US_ASCII);
    return dump.substring(dump.lastIndexOf("sha256=") + "sha256=".length()).strip();
  }
}
