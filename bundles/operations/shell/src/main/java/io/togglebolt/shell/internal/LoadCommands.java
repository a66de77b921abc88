package io.togglebolt.shell.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Traffic to look at where there is none. */
@Component(service = LoadCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"load"})
public final class LoadCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, LoadCommands.class);
  static final String BUCKET = "load";

  private static final Duration FOR = Duration.ofSeconds(10);
  private static final Duration LEAST_FOR = Duration.ofMillis(10);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int KEYS = 10_000;
  private static final int VALUE_BYTES = 100;
  private static final int BATCH = 10;

  private static final int MOST_KEYS = 100_000_000;
  private static final int MOST_VALUE_BYTES = 1 << 24;
  private static final int MOST_BATCH = 100_000;

  private final OpenDatabases databases;

  /** Over the databases there are. */
  @Activate
  public LoadCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
  }

  /**
   * What is put.
   *
   * @param keys of how many keys each put takes one
   * @param valueBytes how long each value is
   * @param batch how many puts a commit has
   */
  private record Plan(int keys, int valueBytes, int batch) {
    static Plan of(Arguments arguments) {
      return new Plan(
          arguments.limited("--keys", 1, MOST_KEYS, KEYS),
          arguments.limited("--value-bytes", 1, MOST_VALUE_BYTES, VALUE_BYTES),
          arguments.limited("--batch", 1, MOST_BATCH, BATCH));
    }

    /** One commit's puts. */
    void put(Transaction transaction, SplittableRandom random) {
      Bucket bucket = transaction.createBucketIfMissing(BUCKET.getBytes(StandardCharsets.UTF_8));
      byte[] value = new byte[valueBytes];
      for (int i = 0; i < batch; i++) {
        random.nextBytes(value);
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt(keys)).array();
        bucket.put(key, value);
      }
    }
  }

  /** Writes random keys for a while. */
  @Descriptor(
      "puts random keys into the bucket 'load' of a database, commit after commit, for 10s or until"
          + " Ctrl-C, so that there is traffic to look at; an & behind it puts it into the"
          + " background; of 10000 keys, with values of 100 bytes, 10 puts in a commit, unless it"
          + " is said")
  public @Nullable Object load(
      CommandSession session,
      @Descriptor("[--for DURATION] [--keys N] [--value-bytes N] [--batch N] [DB]")
          @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("load"), typed);
    long nanos = Durations.nanos(arguments, "--for", LEAST_FOR, FOR);
    Plan plan = Plan.of(arguments);
    return Live.besidePrompt(
        session,
        "interrupted: what was committed stays, in the bucket " + BUCKET,
        () ->
            Errors.asOneLine(
                () ->
                    run(
                        session,
                        arguments.find(0).map(databases::named).orElseGet(databases::only),
                        plan,
                        nanos)));
  }

  private static LoadReport run(CommandSession session, OpenDatabase open, Plan plan, long nanos) {
    Screen screen = Screen.of(session);
    Database database = open.database();
    SplittableRandom random = new SplittableRandom();
    long pagesBefore = database.stats().highWaterPage();
    Picture picture = new Picture(screen);
    long begun = System.nanoTime();
    long shown = 0;
    long commits = 0;
    long lasted = 0;
    while (lasted < nanos && committed(database, plan, random)) {
      commits++;
      lasted = System.nanoTime() - begun;
      if (!Thread.currentThread().isInterrupted()
          && screen.movable()
          && lasted - shown >= EVERY_NANOS
          && !Live.inBackground()) {
        shown = lasted;
        LoadReport now = report(open, lasted, commits, plan, pagesBefore);
        Live.say(session, picture.frame(now.line(nanos - lasted)));
      }
    }
    Live.clear(picture);
    return report(open, System.nanoTime() - begun, commits, plan, pagesBefore);
  }

  /** Whether there was a commit; an interrupt ends the load between two of them. */
  private static boolean committed(Database database, Plan plan, SplittableRandom random) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    try {
      database.update(transaction -> plan.put(transaction, random));
      return true;
    } catch (StorageException refused) {
      if (refused.getCause() instanceof InterruptedException) {
        // It came while this thread waited for another's write transaction to end.
        return false;
      }
      throw refused;
    }
  }

  private static LoadReport report(
      OpenDatabase open, long nanos, long commits, Plan plan, long pagesBefore) {
    return new LoadReport(
        open.name(),
        nanos,
        commits,
        commits * plan.batch(),
        pagesBefore,
        open.database().stats().highWaterPage());
  }
}
