package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import java.nio.file.Files;
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
  @Descriptor(
      "copies a database to a new file as of now, while readers and writers go on; one that a"
          + " container has open is copied in that container's shell, by its name")
  public Object backup(
      CommandSession session, @Descriptor("DB-or-FILE TARGET") @Nullable String... typed) {
    return copy(
        session,
        "backup",
        typed,
        "copying ",
        (database, target) -> "wrote " + Units.bytes(database.backup(target)) + " to " + target);
  }

  /** Copies what a file holds. */
  @Descriptor("copies what a database holds to a new file that takes no more space than it needs")
  public Object compact(
      CommandSession session, @Descriptor("DB-or-FILE TARGET") @Nullable String... typed) {
    return copy(
        session,
        "compact",
        typed,
        "compacting ",
        (database, target) -> {
          long before = database.stats().fileBytes();
          long after = database.compactTo(target);
          return Units.bytes(before) + " became " + Units.bytes(after) + " in " + target;
        });
  }

  /** A way to copy; returns what it did in words. */
  @FunctionalInterface
  private interface Way {
    Object copy(Database database, Path target);
  }

  private Object copy(
      CommandSession session, String command, @Nullable String[] typed, String doing, Way way) {
    Arguments arguments = frame.arguments(command, typed);
    Path target = frame.target(session).path(arguments.at(1));
    return Live.making(
        session,
        target,
        () ->
            frame.read(
                session,
                command,
                typed,
                (database, same) -> {
                  if (canBeMade(target)) {
                    Live.say(session, doing + described(database) + " ...");
                  }
                  return way.copy(database, target);
                }));
  }

  /** Large copies take a while, and the user should see what is going on once it is. */
  private static boolean canBeMade(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    return Files.notExists(target) && folder != null && Files.isWritable(folder);
  }

  private static String described(Database database) {
    return database.path() + ", " + Units.bytes(database.stats().fileBytes());
  }
}
