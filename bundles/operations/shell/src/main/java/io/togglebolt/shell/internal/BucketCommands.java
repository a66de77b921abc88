package io.togglebolt.shell.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketStats;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Buckets as a whole. */
@Component(service = BucketCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"mvbucket", "bucketstats"})
public final class BucketCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, BucketCommands.class);

  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public BucketCommands(@Reference OpenDatabases databases) {
    frame = new Frame(databases, USAGES);
  }

  /** Moves a bucket. */
  @Descriptor("moves a bucket with all that it holds into another bucket, or to the top")
  public Object mvbucket(
      CommandSession session,
      @Descriptor("DB-or-FILE BUCKET [INTO-BUCKET]") @Nullable String... typed) {
    return frame.write(
        session,
        "mvbucket",
        typed,
        (database, arguments) -> {
          BucketPath moved = BucketPath.parse(arguments.at(1));
          Optional<BucketPath> into = arguments.find(2).map(BucketPath::parse);
          long[] transaction = new long[1];
          database.update(
              writer -> {
                Bucket target = into.isPresent() ? into.get().in(writer) : writer.root();
                moved.parentIn(writer).moveBucket(moved.last(), target);
                transaction[0] = writer.id();
              });
          return "moved bucket "
              + moved
              + (into.isPresent() ? " into " + into.get() : " to the top")
              + ", transaction "
              + transaction[0];
        });
  }

  /** Shows a bucket's figures. */
  @Descriptor("shows the figures of a bucket and all in it, or of the whole tree")
  public Object bucketstats(
      CommandSession session, @Descriptor("DB-or-FILE [BUCKET]") @Nullable String... typed) {
    return frame.read(
        session,
        "bucketstats",
        typed,
        (database, arguments) -> {
          Optional<BucketPath> path = arguments.find(1).map(BucketPath::parse);
          BucketStats stats =
              database.view(
                  reader -> (path.isPresent() ? path.get().in(reader) : reader.root()).stats());
          return stats;
        });
  }
}
