package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.ShrinkProgress;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Giving the space at a file's end back. */
@Component(service = ShrinkCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"shrink"})
public final class ShrinkCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, ShrinkCommands.class);

  /** A line for each of the first few commits, then for each so many. */
  private static final int COMMITS_PER_LINE = 16;

  private static final int MOST_PAGES_PER_COMMIT = 1 << 20;

  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public ShrinkCommands(@Reference OpenDatabases databases) {
    frame = new Frame(databases, USAGES);
  }

  /** Shrinks a file while its database goes on. */
  @Descriptor(
      "gives the free space at a file's end back, while readers and writers go on; a commit moves N"
          + " pages, "
          + Database.SHRINK_PAGES_PER_COMMIT
          + " if that is not said")
  public Object shrink(
      CommandSession session,
      @Descriptor("[--pages-per-commit N] DB-or-FILE") @Nullable String... typed) {
    return Live.ending(
        session,
        () ->
            frame.write(
                session,
                "shrink",
                typed,
                (database, arguments) -> {
                  long pages =
                      arguments.number("--pages-per-commit", 1, Database.SHRINK_PAGES_PER_COMMIT);
                  int pagesPerCommit = Math.toIntExact(Math.min(MOST_PAGES_PER_COMMIT, pages));
                  return database.shrink(pagesPerCommit, progress -> show(session, progress));
                }));
  }

  private static void show(CommandSession session, ShrinkProgress progress) {
    boolean early = Long.bitCount(progress.commits()) == 1 && progress.commits() < COMMITS_PER_LINE;
    if (early || progress.commits() % COMMITS_PER_LINE == 0) {
      Live.say(
          session,
          Units.bytes(progress.fileBytes())
              + ": "
              + Units.count(progress.movedPages(), "page")
              + " moved, the pages in use end at page "
              + progress.highWaterPage());
    }
  }
}
