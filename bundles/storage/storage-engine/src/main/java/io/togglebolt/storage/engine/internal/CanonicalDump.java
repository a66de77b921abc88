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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The canonical dump: the content of a database, whatever its pages look like, so that two engines
 * can be compared byte for byte. A bucket's line stands where its name stands in its parent, before
 * what it holds.
 */
final class CanonicalDump {
  private static final HexFormat HEX = HexFormat.of();

  private final String file;
  private final OutputStream out;
  private long buckets;
  private long keys;

  /** The names of the buckets that the walk is in, the outermost first. */
  private final List<byte[]> names = new ArrayList<>();

  private final PageBits rootPages = new PageBits();

  private CanonicalDump(String file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** Writes the dump of all that the transaction sees; the stream is flushed, not closed. */
  static void write(Transaction transaction, OutputStream target) throws IOException {
    OutputStream buffered = new BufferedOutputStream(target, 1 << 16);
    MessageDigest digest = sha256();
    CanonicalDump dump =
        new CanonicalDump(fileOf(transaction), new DigestOutputStream(buffered, digest));
    dump.bucket(transaction.root());
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

  private static String fileOf(Transaction transaction) {
    return transaction instanceof EngineTransaction ours ? ours.pages().file() : "";
  }

  private void bucket(Bucket bucket) throws IOException {
    requireNew(bucket);
    buckets++;
    // The root's own sequence is not reachable through the reference's interface, and always stands
    // as 0.
    String sequence = names.isEmpty() ? "0" : Long.toUnsignedString(bucket.sequence());
    line("B ", " seq=" + sequence);
    Cursor cursor = bucket.cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] key = cursor.key();
      if (cursor.isBucket()) {
        Bucket child = child(bucket, key);
        names.add(key);
        bucket(child);
        names.removeLast();
      } else {
        byte[] value = Objects.requireNonNull(cursor.value());
        keys++;
        line(
            "K ",
            " "
                + HEX.formatHex(key)
                + " "
                + value.length
                + " "
                + HEX.formatHex(sha256().digest(value)));
      }
    }
  }

  /** A damaged file may lead to the same bucket on so many ways that no dump would ever end. */
  private void requireNew(Bucket bucket) {
    if (bucket instanceof EngineBucket opened
        && opened.rootPage() != 0
        && !rootPages.add(opened.rootPage())) {
      throw opened.pages().corrupt(opened.rootPage(), "found two buckets that begin here");
    }
  }

  private Bucket child(Bucket bucket, byte[] name) {
    Bucket child = bucket.bucket(name);
    if (child == null) {
      throw new CorruptPageException(
          file,
          "bucket " + (names.isEmpty() ? "/" : Keys.show(names.getLast())),
          CorruptPageException.NONE,
          CorruptPageException.NONE,
          "found "
              + Keys.show(name)
              + " when walking, but not when searching: its keys are out of order; a check names"
              + " the page");
    }
    return child;
  }

  /** A line about the bucket that the walk is in. The path is not kept: it can be long. */
  private void line(String kind, String rest) throws IOException {
    ascii(kind);
    for (byte[] name : names) {
      ascii("/");
      ascii(HEX.formatHex(name));
    }
    ascii((names.isEmpty() ? "/" : "") + rest + "\n");
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
