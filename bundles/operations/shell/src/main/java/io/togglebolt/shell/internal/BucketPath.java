package io.togglebolt.shell.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from the root to a bucket, written {@code users/active}. Each part is text or {@code
 * 0x...}; a name that holds a slash has to be written in hexadecimal.
 */
final class BucketPath {
  private static final String SLASH = "/";

  private final List<byte[]> names;

  private BucketPath(List<byte[]> names) {
    this.names = names;
  }

  /**
   * Reads a path of at least one name.
   *
   * @throws CommandException when it, or one of its names, is empty
   */
  static BucketPath parse(String path) {
    List<byte[]> names = new ArrayList<>();
    for (String part : path.split(SLASH, -1)) {
      byte[] name = Text.parse(part);
      if (name.length == 0) {
        throw new CommandException(
            "bucket path '"
                + path
                + "' has an empty name; expected names with single slashes between them");
      }
      names.add(name);
    }
    return new BucketPath(names);
  }

  /** One name of a path as people read it. */
  static String showName(byte[] name) {
    String shown = Text.show(name);
    return shown.contains(SLASH) ? Text.hex(name) : shown;
  }

  /**
   * The bucket at the end of the path.
   *
   * @throws CommandException when one on the way is missing; the message says which
   */
  Bucket in(Transaction transaction) {
    return walk(transaction, names.size());
  }

  /** The bucket that holds the last one; the root, for a path of one name. */
  Bucket parentIn(Transaction transaction) {
    return walk(transaction, names.size() - 1);
  }

  /** The last name. */
  byte[] last() {
    return names.getLast();
  }

  private Bucket walk(Transaction transaction, int depth) {
    Bucket at = transaction.root();
    for (int i = 0; i < depth; i++) {
      Bucket next = at.bucket(names.get(i));
      if (next == null) {
        String missing = show(i + 1);
        throw new CommandException(
            at.get(names.get(i)) == null
                ? "there is no bucket "
                    + missing
                    + "; bolt:buckets lists those there are, bolt:mkbucket makes one"
                : missing + " is a key with a value; expected a bucket");
      }
      at = next;
    }
    return at;
  }

  private String show(int depth) {
    return String.join(SLASH, names.subList(0, depth).stream().map(BucketPath::showName).toList());
  }

  @Override
  public String toString() {
    return show(names.size());
  }
}
