package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.FreelistComparison;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Trying freelist policies on a live database without putting them into service. */
@Component(service = CompareCommands.class)
@GogoCommand(
    scope = FreelistCommands.SCOPE,
    function = {"compare"})
public final class CompareCommands {
  static final Map<String, Usage> USAGES = Usage.of(FreelistCommands.SCOPE, CompareCommands.class);

  private static final Duration FOR = Duration.ofSeconds(10);
  private static final Duration LEAST_FOR = Duration.ofMillis(10);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long policies that are behind are waited for in the end. */
  private static final long STOP_MILLIS = 5_000;

  private final OpenDatabases databases;
  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public CompareCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
    frame = new Frame(databases, USAGES);
  }

  /** Compares policies on the traffic that there is. */
  @Descriptor(
      "runs freelist policies beside the one that serves, on a database's live traffic and without"
          + " touching it, and shows what each would keep pending and free and how many pages the"
          + " file would need; all policies unless some are named, one with other settings as"
          + " NAME:SETTING=VALUE,...; for 10s, or until Ctrl-C; 'asked' is how often a policy was"
          + " asked what may be handed out, 'given up' why one is not followed any more")
  public Object compare(
      CommandSession session,
      @Descriptor("[--for DURATION] [--db DB] [NAME...]") @Nullable String... typed) {
    Arguments arguments = frame.arguments("compare", typed);
    long nanos = Durations.nanos(arguments, "--for", LEAST_FOR, FOR);
    Screen screen = Screen.of(session);
    return Live.ending(
        session,
        "interrupted: this is what was seen until then",
        () ->
            Errors.asOneLine(
                () -> {
                  OpenDatabase open = database(arguments);
                  requirePolicies(open, arguments);
                  Database database = open.database();
                  try (FreelistComparison comparison = database.compareFreelists(arguments.all())) {
                    long lasted = follow(session, open, comparison, nanos, screen);
                    comparison.stop(STOP_MILLIS);
                    return result(open, comparison, lasted);
                  }
                }));
  }

  private OpenDatabase database(Arguments arguments) {
    if (arguments.option("--db").isEmpty() && databases.all().size() > 1) {
      throw arguments.wrong("say which database, with --db NAME: " + databases.listed());
    }
    return arguments.option("--db").map(databases::named).orElseGet(databases::only);
  }

  /** Other commands take the database last, so it is typed among the policies. */
  private void requirePolicies(OpenDatabase open, Arguments arguments) {
    for (String typed : arguments.all()) {
      boolean policy =
          open.database().slots().stream()
              .filter(slot -> slot.kind().equals(FreelistCommands.SCOPE))
              .flatMap(slot -> slot.status().candidates().stream())
              .anyMatch(candidate -> candidate.name().equals(typed));
      if (!policy && databases.find(typed).isPresent()) {
        throw arguments.wrong(
            "'" + typed + "' is a database and no policy; to name the database, use --db " + typed);
      }
    }
  }

  /** Shows on a terminal how it goes, until it is over or interrupted; returns how long it took. */
  private static long follow(
      CommandSession session,
      OpenDatabase open,
      FreelistComparison comparison,
      long nanos,
      Screen screen) {
    long begun = System.nanoTime();
    Picture picture = new Picture(screen);
    long lasted = 0;
    while (lasted < nanos && slept(Math.min(EVERY_NANOS, nanos - lasted))) {
      lasted = System.nanoTime() - begun;
      if (screen.movable() && lasted < nanos) {
        String left = Units.nanos(nanos - lasted) + " left (Ctrl-C ends)";
        Live.say(session, picture.frame(result(open, comparison, lasted).text() + "\n" + left));
      }
    }
    Live.clear(picture);
    return System.nanoTime() - begun;
  }

  private static boolean slept(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ComparedPolicies result(
      OpenDatabase open, FreelistComparison comparison, long nanos) {
    return new ComparedPolicies(open.name(), nanos, comparison.transactions(), comparison.rows());
  }
}
