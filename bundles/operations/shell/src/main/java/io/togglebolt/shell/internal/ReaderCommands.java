package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.WriterBusyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The open readers of a database: who they are, what they cost, and how one is ended. */
@Component(service = ReaderCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"readers", "cancel"})
public final class ReaderCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, ReaderCommands.class);

  /** What whoever reads on is told, unless the operator says more. */
  private static final String WHY = "bolt:cancel";

  private final OpenDatabases databases;

  /** Over the databases there are. */
  @Activate
  public ReaderCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
  }

  /** Lists open read transactions. */
  @Descriptor(
      "lists the open read transactions of a database, oldest first, and the pages that each keeps"
          + " from being used again; --trace adds where each was opened")
  public Object readers(@Descriptor("[--trace] [DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("readers"), typed);
    return Errors.asOneLine(
        () -> {
          Database database = database(arguments.find(0)).database();
          Listing<Holder> listing = listing(database);
          return arguments.has("--trace") ? listing.withNote(traces(listing)) : listing;
        });
  }

  /** A writer that hangs may be part of the trouble: readers are listed all the same. */
  private static Listing<Holder> listing(Database database) {
    Optional<SpaceReport> space = space(database);
    if (space.isPresent()) {
      return Listing.of(SpaceView.READERS, space.get().readers());
    }
    List<Holder> holders =
        database.readers().stream()
            .map(reader -> new Holder(reader, SpaceReport.UNKNOWN, SpaceReport.UNKNOWN))
            .toList();
    return Listing.of(SpaceView.READERS, holders)
        .withNote("what they hold back is not known while a write transaction is open");
  }

  private static Optional<SpaceReport> space(Database database) {
    try {
      return Optional.of(database.space());
    } catch (WriterBusyException busy) {
      return Optional.empty();
    }
  }

  private static String traces(List<Holder> holders) {
    return holders.stream()
        .map(Holder::reader)
        .map(reader -> "reader " + reader.id() + " was opened" + where(reader))
        .collect(Collectors.joining("\n"));
  }

  /** Where a reader was opened, in the lines that follow. */
  private static String where(ReaderInfo reader) {
    return reader.openedAt().isEmpty()
        ? " while tracing was off (configuration reader-tracing, or bolt:open --trace-readers)"
        : "\n" + reader.openedAt().indent(2).stripTrailing();
  }

  /** Ends an open read transaction. */
  @Descriptor(
      "ends an open read transaction, whoever has it: what it reads next fails with an error that"
          + " says so, and TEXT; the pages that it alone holds back come free")
  public Object cancel(@Descriptor("[--why TEXT] READER [DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("cancel"), typed);
    long id = arguments.numberAt(0, 0);
    return Errors.asOneLine(
        () -> {
          Database database = database(arguments.find(1)).database();
          Optional<SpaceReport> before = space(database);
          ReaderInfo ended = database.cancelReader(id, arguments.option("--why").orElse(WHY));
          return "cancelled "
              + SpaceView.named(ended)
              + before.map(space -> "; " + comingFree(space, id)).orElse("");
        });
  }

  private static String comingFree(SpaceReport space, long id) {
    return space.readers().stream()
        .filter(holder -> holder.reader().id() == id)
        .findFirst()
        .map(
            holder ->
                SpaceView.pages(holder.heldAlonePages(), space)
                    + " that it alone held back can be released by the next write transaction")
        .orElse("it had only just begun");
  }

  private OpenDatabase database(Optional<String> name) {
    return name.map(databases::named).orElseGet(databases::only);
  }
}
