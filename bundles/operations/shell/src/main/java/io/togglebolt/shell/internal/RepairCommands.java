package io.togglebolt.shell.internal;

import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.RepairReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Repairs of files that nobody has open. */
@Component(service = RepairCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"rebuildfreelist", "abandonfreelist", "revertmeta", "salvage"})
public final class RepairCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, RepairCommands.class);
  private static final String IN_PLACE = "--in-place";
  private static final String NEEDED = "NEW-FILE is needed unless --in-place is said";
  private static final String REPAIR = "[--in-place] FILE [NEW-FILE]";

  private final OpenDatabases databases;
  private final DatabaseRepair repair;

  /** With the service that repairs. */
  @Activate
  public RepairCommands(@Reference OpenDatabases databases, @Reference DatabaseRepair repair) {
    this.databases = databases;
    this.repair = repair;
  }

  /** Repairs a source to an output. */
  @FunctionalInterface
  private interface Work {
    RepairReport on(Path source, Output output);
  }

  /** Writes the list of free pages anew. */
  @Descriptor(
      "writes a right list of the free pages, found by walking the tree, to a copy; " + NEEDED)
  public Object rebuildfreelist(
      CommandSession session, @Descriptor(REPAIR) @Nullable String... typed) {
    return run(
        session, Arguments.of(USAGES.get("rebuildfreelist"), typed), repair::rebuildFreelist);
  }

  /** Drops the list of free pages. */
  @Descriptor(
      "lets the metas of a copy say that there is no list of free pages; the next open scans; "
          + NEEDED)
  public Object abandonfreelist(
      CommandSession session, @Descriptor(REPAIR) @Nullable String... typed) {
    return run(
        session, Arguments.of(USAGES.get("abandonfreelist"), typed), repair::abandonFreelist);
  }

  /** Goes back to the older meta. */
  @Descriptor(
      "undoes the last commit in a copy; after a clean close that wrote only the list of free"
          + " pages; refused where the older state is not whole any more; "
          + NEEDED)
  public Object revertmeta(CommandSession session, @Descriptor(REPAIR) @Nullable String... typed) {
    return run(session, Arguments.of(USAGES.get("revertmeta"), typed), repair::revertMeta);
  }

  /** Saves what is readable. */
  @Descriptor(
      "copies all readable keys of a damaged file to a new one, and lists the rest; the last line"
          + " says 'lost: nothing', or how much")
  public Object salvage(
      CommandSession session, @Descriptor("FILE NEW-FILE") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("salvage"), typed);
    Target files = new Target(databases, session);
    Path target = files.path(arguments.at(1));
    return Live.making(
        session,
        target,
        () -> Errors.asOneLine(() -> repair.salvage(closedFile(files, arguments.at(0)), target)));
  }

  private Object run(CommandSession session, Arguments arguments, Work work) {
    Optional<String> copy = arguments.find(1);
    if (copy.isPresent() == arguments.has(IN_PLACE)) {
      throw arguments.wrong(
          copy.isPresent()
              ? "found both --in-place and NEW-FILE, expected one of them"
              : "found no NEW-FILE; name one, or say --in-place to change FILE itself");
    }
    return Errors.asOneLine(
        () -> {
          Target target = new Target(databases, session);
          Path source = closedFile(target, arguments.at(0));
          return work.on(
              source,
              copy.isPresent()
                  ? new Output.NewFile(target.path(copy.get()))
                  : new Output.InPlace());
        });
  }

  /** The file, which nobody in here has open. */
  private Path closedFile(Target target, String typed) throws IOException {
    Path path = target.path(typed);
    for (OpenDatabase open : databases.all()) {
      Path other = open.database().path();
      if (open.name().equals(typed)
          || Files.exists(path) && Files.exists(other) && Files.isSameFile(path, other)) {
        throw new CommandException(
            other + ": open as database '" + open.name() + "', expected a file nobody has open");
      }
    }
    return path;
  }
}
