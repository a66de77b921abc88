package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Transaction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The canonical dump: the content of a database, whatever its pages look like, so that two engines
 * can be compared byte for byte. A bucket's line stands where its name stands in its parent, before
 * what it holds.
 */
final class CanonicalDump {
  private static final HexFormat HEX = HexFormat.of();

  private final OutputStream out;
  private long buckets;
  private long keys;

  private CanonicalDump(OutputStream out) {
    this.out = out;
  }

  /** Writes the dump of all that the transaction sees; the stream is flushed, not closed. */
  static void write(Transaction transaction, OutputStream target) throws IOException {
    OutputStream buffered = new BufferedOutputStream(target, 1 << 16);
    MessageDigest digest = sha256();
    CanonicalDump dump = new CanonicalDump(new DigestOutputStream(buffered, digest));
    dump.bucket("/", transaction.root());
    String trailer =
        "T buckets="
            + dump.buckets
            + " keys="
            + dump.keys
            + " sha256="
            + HEX.formatHex(digest.digest());
    buffered.write((trailer + "\n").getBytes(StandardCharsets.US_ASCII));
    buffered.flush();
  }

  private void bucket(String path, Bucket bucket) throws IOException {
    buckets++;
    // The root's own sequence is not reachable through the reference's interface, and always stands
    // as 0.
    boolean root = path.equals("/");
    line("B " + path + " seq=" + (root ? "0" : Long.toUnsignedString(bucket.sequence())));
    Cursor cursor = bucket.cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] key = cursor.key();
      String hex = HEX.formatHex(key);
      if (cursor.isBucket()) {
        bucket((root ? "/" : path + "/") + hex, child(path, bucket, key));
      } else {
        byte[] value = Objects.requireNonNull(cursor.value());
        keys++;
        line(
            "K "
                + path
                + " "
                + hex
                + " "
                + value.length
                + " "
                + HEX.formatHex(sha256().digest(value)));
      }
    }
  }

  private static Bucket child(String path, Bucket bucket, byte[] name) {
    Bucket child = bucket.bucket(name);
    if (child == null) {
      throw new CorruptPageException(
          "bucket "
              + path
              + ": found "
              + Keys.show(name)
              + " when walking, but not when searching: its keys are out of order; a check names"
              + " the page");
    }
    return child;
  }

  private void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
