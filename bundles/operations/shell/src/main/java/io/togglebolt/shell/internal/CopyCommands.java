package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Copying whole databases into new files. */
@Component(service = CopyCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"backup", "compact"})
public final class CopyCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, CopyCommands.class);

  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public CopyCommands(@Reference OpenDatabases databases) {
    frame = new Frame(databases, USAGES);
  }

  /** Copies a file as it is. */
  @Descriptor("copies a database to a new file as of now, while readers and writers go on")
  public Object backup(
      CommandSession session, @Descriptor("DB-or-FILE TARGET") @Nullable String... typed) {
    return frame.read(
        session,
        "backup",
        typed,
        (database, arguments) -> {
          Path target = frame.target(session).path(arguments.at(1));
          say("copying " + described(database) + " ...");
          return "wrote " + Units.bytes(database.backup(target)) + " to " + target;
        });
  }

  /** Copies what a file holds. */
  @Descriptor("copies what a database holds to a new file that takes no more space than it needs")
  public Object compact(
      CommandSession session, @Descriptor("DB-or-FILE TARGET") @Nullable String... typed) {
    return frame.read(
        session,
        "compact",
        typed,
        (database, arguments) -> {
          Path target = frame.target(session).path(arguments.at(1));
          say("compacting " + described(database) + " ...");
          long before = database.stats().fileBytes();
          long after = database.compactTo(target);
          return Units.bytes(before) + " became " + Units.bytes(after) + " in " + target;
        });
  }

  private static String described(Database database) {
    return database.path() + ", " + Units.bytes(database.stats().fileBytes());
  }

  /** Large copies take a while, and the user should see what is going on. */
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
