package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Showing where in a file what lies. */
@Component(service = MapCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"map"})
public final class MapCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, MapCommands.class);

  private static final int MOST_ROWS = 24;
  private static final int LEAST_ROWS = 2;

  private final OpenDatabases databases;
  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public MapCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
    frame = new Frame(databases, USAGES);
  }

  /** Shows a file as a grid. */
  @Descriptor(
      "shows a file as a grid, a cell a group of pages: live, free, pending; --watch shows it again"
          + " each second (--every 5s: so often; never more than a tenth of the time) until Ctrl-C,"
          + " or N times")
  public @Nullable Object map(
      CommandSession session,
      @Descriptor("[--watch] [--every DURATION] [--frames N] [DB-or-FILE]")
          @Nullable String... typed) {
    Arguments arguments = frame.arguments("map", typed);
    boolean watched = Watch.isWanted(arguments);
    Screen screen = Screen.of(session);
    return Errors.asOneLine(
        () ->
            watched
                ? Watch.of(arguments, screen, "")
                    .show(session, () -> look(session, arguments.find(0), screen), PageMap::text)
                : look(session, arguments.find(0), screen));
  }

  private PageMap look(CommandSession session, Optional<String> name, Screen screen)
      throws IOException {
    return name.isPresent()
        ? frame.target(session).read(name.get(), database -> look(database, screen))
        : look(databases.only().database(), screen);
  }

  private static PageMap look(Database database, Screen screen) {
    long begun = System.nanoTime();
    DatabaseStats stats = database.stats();
    int gutter = Long.toString(stats.highWaterPage()).length() + 2;
    int rows =
        screen.lines() == 0
            ? MOST_ROWS
            : Math.clamp(screen.lines() - PageMap.LINES_AROUND, LEAST_ROWS, MOST_ROWS);
    PageGrid grid = new PageGrid(screen.columns() - gutter, rows);
    try (Inspection inspection = database.inspect()) {
      inspection.pages(grid::add);
    }
    // A database with slots is open for writing, and knows what is pending.
    boolean pendingKnown = !database.slots().isEmpty();
    return new PageMap(
        database.path(),
        stats.pageSizeBytes(),
        grid.pages(),
        grid.pagesPerCell(),
        pendingKnown,
        PageMap.kinds(grid, pendingKnown),
        grid.rows(),
        System.nanoTime() - begun,
        screen.coloured());
  }
}
