package io.togglebolt.shell.internal;

import io.togglebolt.shell.internal.Views.BucketRow;
import io.togglebolt.shell.internal.Views.KeyRow;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reading and changing buckets and keys. */
@Component(service = KeyCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"buckets", "keys", "get", "put", "delete", "mkbucket", "rmbucket"})
public final class KeyCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, KeyCommands.class);
  private static final long DEFAULT_LIMIT = 100;
  private static final long MAX_COUNTED = 10_000;

  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public KeyCommands(@Reference OpenDatabases databases) {
    frame = new Frame(databases, USAGES);
  }

  /** Lists buckets. */
  @Descriptor("lists the top-level buckets, or those inside a bucket such as users/active")
  public Object buckets(
      CommandSession session,
      @Descriptor("[--limit N] [--from NAME] DB-or-FILE [BUCKET]") @Nullable String... typed) {
    return read(
        session,
        "buckets",
        typed,
        (transaction, arguments) -> {
          Bucket bucket =
              arguments
                  .find(1)
                  .map(path -> BucketPath.parse(path).in(transaction))
                  .orElseGet(transaction::root);
          return bucketListing(bucket, arguments);
        });
  }

  private static Listing<BucketRow> bucketListing(Bucket parent, Arguments arguments) {
    long limit = arguments.number("--limit", 1, DEFAULT_LIMIT);
    List<BucketRow> rows = new ArrayList<>();
    Cursor cursor = parent.cursor();
    boolean more = start(cursor, arguments);
    while (more && rows.size() < limit) {
      if (cursor.isBucket()) {
        byte[] name = cursor.key();
        Bucket bucket = Objects.requireNonNull(parent.bucket(name));
        rows.add(new BucketRow(name, bucket.sequence(), entries(bucket)));
      }
      more = cursor.next();
    }
    while (more && !cursor.isBucket()) {
      more = cursor.next();
    }
    Listing<BucketRow> listing = Listing.of(Views.BUCKETS, rows);
    return more ? listing.withNote(cut(rows.size(), cursor.key())) : listing;
  }

  /** Counting reads every leaf, so it ends somewhere; -1 stands for more than that. */
  private static long entries(Bucket bucket) {
    Cursor cursor = bucket.cursor();
    long count = 0;
    while (cursor.next()) {
      count++;
      if (count > MAX_COUNTED) {
        return -1;
      }
    }
    return count;
  }

  /** Lists the keys of a bucket. */
  @Descriptor("lists the keys of a bucket with their values' sizes and beginnings")
  public Object keys(
      CommandSession session,
      @Descriptor("[--limit N] [--from KEY] DB-or-FILE BUCKET") @Nullable String... typed) {
    return read(
        session,
        "keys",
        typed,
        (transaction, arguments) -> {
          long limit = arguments.number("--limit", 1, DEFAULT_LIMIT);
          Cursor cursor = BucketPath.parse(arguments.at(1)).in(transaction).cursor();
          List<KeyRow> rows = new ArrayList<>();
          boolean more = start(cursor, arguments);
          while (more && rows.size() < limit) {
            rows.add(KeyRow.of(cursor.key(), cursor.value()));
            more = cursor.next();
          }
          Listing<KeyRow> listing = Listing.of(Views.KEYS, rows);
          return more ? listing.withNote(cut(rows.size(), cursor.key())) : listing;
        });
  }

  private static boolean start(Cursor cursor, Arguments arguments) {
    return arguments
        .option("--from")
        .map(from -> cursor.seek(Text.parse(from)))
        .orElseGet(cursor::first);
  }

  private static String cut(int shown, byte[] next) {
    return "cut after " + shown + "; go on with --from " + Text.show(next) + ", or raise --limit";
  }

  /** Shows a value. */
  @Descriptor("shows the value of a key")
  public Object get(
      CommandSession session, @Descriptor("DB-or-FILE BUCKET KEY") @Nullable String... typed) {
    return read(
        session,
        "get",
        typed,
        (transaction, arguments) -> {
          BucketPath path = BucketPath.parse(arguments.at(1));
          Bucket bucket = path.in(transaction);
          byte[] key = Text.parse(arguments.at(2));
          byte[] value = bucket.get(key);
          if (value == null) {
            String shown = Text.show(key);
            throw new CommandException(
                bucket.bucket(key) == null
                    ? "there is no key " + shown + " in bucket " + path
                    : shown + " in bucket " + path + " is a bucket; expected a key with a value");
          }
          return Text.show(value);
        });
  }

  /** Sets a value. */
  @Descriptor("sets the value of a key")
  public Object put(
      CommandSession session,
      @Descriptor("DB-or-FILE BUCKET KEY VALUE") @Nullable String... typed) {
    return write(
        session,
        "put",
        typed,
        (transaction, arguments) -> {
          byte[] value = Text.parse(arguments.at(3));
          BucketPath.parse(arguments.at(1)).in(transaction).put(Text.parse(arguments.at(2)), value);
          return "set "
              + Text.show(Text.parse(arguments.at(2)))
              + " to "
              + Units.count(value.length, "byte");
        });
  }

  /** Removes a key. */
  @Descriptor("removes a key")
  public Object delete(
      CommandSession session, @Descriptor("DB-or-FILE BUCKET KEY") @Nullable String... typed) {
    return write(
        session,
        "delete",
        typed,
        (transaction, arguments) -> {
          BucketPath path = BucketPath.parse(arguments.at(1));
          Bucket bucket = path.in(transaction);
          byte[] key = Text.parse(arguments.at(2));
          if (bucket.get(key) == null && bucket.bucket(key) == null) {
            throw new CommandException("there is no key " + Text.show(key) + " in bucket " + path);
          }
          bucket.delete(key);
          return "removed " + arguments.at(2);
        });
  }

  /** Creates a bucket. */
  @Descriptor("creates a bucket; the buckets around it must exist")
  public Object mkbucket(
      CommandSession session, @Descriptor("DB-or-FILE BUCKET") @Nullable String... typed) {
    return write(
        session,
        "mkbucket",
        typed,
        (transaction, arguments) -> {
          BucketPath path = BucketPath.parse(arguments.at(1));
          path.parentIn(transaction).createBucket(path.last());
          return "created bucket " + path;
        });
  }

  /** Deletes a bucket. */
  @Descriptor("deletes a bucket with all that it holds")
  public Object rmbucket(
      CommandSession session, @Descriptor("DB-or-FILE BUCKET") @Nullable String... typed) {
    return write(
        session,
        "rmbucket",
        typed,
        (transaction, arguments) -> {
          BucketPath path = BucketPath.parse(arguments.at(1));
          path.parentIn(transaction).deleteBucket(path.last());
          return "deleted bucket " + path;
        });
  }

  /** What is done inside a transaction. */
  @FunctionalInterface
  private interface Step {
    Object in(Transaction transaction, Arguments arguments);
  }

  private Object read(CommandSession session, String command, @Nullable String[] typed, Step step) {
    return frame.read(
        session,
        command,
        typed,
        (database, arguments) -> database.view(reader -> step.in(reader, arguments)));
  }

  private Object write(
      CommandSession session, String command, @Nullable String[] typed, Step step) {
    return frame.write(
        session,
        command,
        typed,
        (database, arguments) -> {
          Object[] said = new Object[1];
          database.update(
              writer -> said[0] = step.in(writer, arguments) + ", transaction " + writer.id());
          return Objects.requireNonNull(said[0]);
        });
  }
}
