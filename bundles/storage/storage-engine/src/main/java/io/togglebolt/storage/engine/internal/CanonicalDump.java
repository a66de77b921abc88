package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Cursor;
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

  private final OutputStream out;
  private long buckets;
  private long keys;

  /** The names of the buckets that the walk is in, the outermost first. */
  private final List<byte[]> names = new ArrayList<>();

  private final WalkGuard guard;

  private CanonicalDump(OutputStream out, Pages pages) {
    this.out = out;
    guard = new WalkGuard(pages);
  }

  /** Writes the dump of all that the transaction sees; the stream is flushed, not closed. */
  static void write(EngineTransaction transaction, OutputStream target) throws IOException {
    OutputStream buffered = new BufferedOutputStream(target, 1 << 16);
    MessageDigest digest = sha256();
    CanonicalDump dump =
        new CanonicalDump(new DigestOutputStream(buffered, digest), transaction.pages());
    dump.bucket(transaction.rootBucket());
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

  private void bucket(EngineBucket bucket) throws IOException {
    guard.visitRoot(bucket);
    buckets++;
    // The root's own sequence is not reachable through the reference's interface, and always stands
    // as 0.
    String sequence = names.isEmpty() ? "0" : Long.toUnsignedString(bucket.sequence());
    line("B ", " seq=" + sequence);
    Cursor cursor = bucket.cursor();
    byte[] before = null;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] key = cursor.key();
      WalkGuard.requireAbove(bucket, before, key);
      before = key;
      if (cursor.isBucket()) {
        EngineBucket child = bucket.met(key);
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
