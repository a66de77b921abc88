package io.togglebolt.shell.internal;

import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.MetaInfo;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Problem;
import io.togglebolt.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looking at a file as a whole, and at its pages. */
@Component(service = InspectionCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"dump", "check", "stats", "info", "pages", "page"})
public final class InspectionCommands {
  static final Map<String, Usage> USAGES =
      Usage.of(DatabaseCommands.SCOPE, InspectionCommands.class);
  private static final long DEFAULT_LIMIT = 100;
  private static final int MAX_LISTED_PROBLEMS = 1_000;

  private final OpenDatabases databases;
  private final Frame frame;

  /** Over the databases there are. */
  @Activate
  public InspectionCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
    frame = new Frame(databases, USAGES);
  }

  /**
   * Prints the canonical dump. It can be larger than memory, so it goes to the command's standard
   * output as it is made.
   */
  @Descriptor("prints every bucket and key in canonical form, with a digest at the end")
  public void dump(CommandSession session, @Descriptor("DB-or-FILE") @Nullable String... typed) {
    frame.read(
        session,
        "dump",
        typed,
        (database, arguments) -> {
          CommandOutput output = CommandOutput.of(session);
          try {
            database.dump(output);
          } catch (IOException | StorageException failure) {
            if (!output.isOver()) {
              throw failure;
            }
            // Nobody wants more of it.
          }
          return true;
        });
  }

  /**
   * Checks a whole file.
   *
   * @throws CommandException when it is not sound, after the problems were printed
   */
  @Descriptor("checks that every page is in exactly one place, that keys are ordered and reachable")
  public Object check(CommandSession session, @Descriptor("DB-or-FILE") @Nullable String... typed) {
    return frame.read(
        session,
        "check",
        typed,
        (database, arguments) -> {
          try (Inspection inspection = database.inspect()) {
            DatabaseStats stats = database.stats();
            List<Problem> problems = inspection.check();
            return verdict(database.path().toString(), stats, problems, inspection.metas());
          }
        });
  }

  private static String verdict(
      String file, DatabaseStats stats, List<Problem> problems, List<MetaInfo> metas) {
    if (problems.isEmpty()) {
      return file
          + ": clean: "
          + Units.count(stats.highWaterPage(), "page")
          + " of "
          + Units.bytes(stats.pageSizeBytes())
          + ", transaction "
          + stats.transaction()
          + (stats.freelistPages() == 0 ? ", freelist not persisted" : "")
          + broken(metas);
    }
    problems.stream()
        .limit(MAX_LISTED_PROBLEMS)
        .forEach(problem -> System.out.println(line(problem)));
    if (problems.size() > MAX_LISTED_PROBLEMS) {
      System.out.println("cut after " + MAX_LISTED_PROBLEMS);
    }
    System.out.flush();
    throw new CommandException(
        file
            + ": the check found "
            + Units.count(problems.size(), "problem")
            + ", expected none; the first: "
            + line(problems.getFirst()));
  }

  /** A torn meta is what a power cut leaves: it does not make a file unsound, but may matter. */
  private static String broken(List<MetaInfo> metas) {
    return metas.stream()
        .filter(meta -> !meta.problem().isEmpty())
        .map(
            meta ->
                "; meta "
                    + meta.page()
                    + " is invalid: "
                    + meta.problem()
                    + ", so what was committed after that transaction, if anything, cannot be read")
        .collect(Collectors.joining());
  }

  /** Many messages name the page themselves. */
  private static String line(Problem problem) {
    String page = "page " + problem.page();
    return problem.message().startsWith(page) ? problem.message() : page + ": " + problem.message();
  }

  /** Shows figures. */
  @Descriptor("shows the figures of a database: pages, readers, commits")
  public Object stats(
      CommandSession session, @Descriptor("[DB-or-FILE]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("stats"), typed);
    return Errors.asOneLine(
        () -> {
          Optional<String> name = arguments.find(0);
          return name.isPresent()
              ? frame.target(session).read(name.get(), database -> database.stats())
              : databases.only().database().stats();
        });
  }

  /** Shows the file's own description. */
  @Descriptor("shows what a bolt file says about itself: its size, page size and both metas")
  public Object info(CommandSession session, @Descriptor("DB-or-FILE") @Nullable String... typed) {
    return frame.read(
        session,
        "info",
        typed,
        (database, arguments) -> {
          try (Inspection inspection = database.inspect()) {
            DatabaseStats stats = database.stats();
            return new FileInfo(
                database.path(),
                stats.fileBytes(),
                stats.pageSizeBytes(),
                stats.highWaterPage(),
                inspection.metas());
          }
        });
  }

  /** Lists pages. */
  @Descriptor("lists the pages in use, a run of overflow pages as one")
  public Object pages(
      CommandSession session,
      @Descriptor("[--limit N] [--from PAGE] [--use USE] DB-or-FILE") @Nullable String... typed) {
    return frame.read(
        session,
        "pages",
        typed,
        (database, arguments) -> {
          long limit = arguments.number("--limit", 1, DEFAULT_LIMIT);
          long from = arguments.number("--from", 0, 0);
          Optional<Inspection.Use> use =
              arguments.option("--use").map(name -> use(arguments, name));
          PageList list = new PageList(limit, from, use);
          try (Inspection inspection = database.inspect()) {
            inspection.pages(list::add);
          }
          return list.listing();
        });
  }

  private static Inspection.Use use(Arguments arguments, String name) {
    return Arrays.stream(Inspection.Use.values())
        .filter(use -> use.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                arguments.wrong(
                    "unknown use '"
                        + name
                        + "', expected one of "
                        + Arrays.toString(Inspection.Use.values()).toLowerCase(Locale.ROOT)));
  }

  /** Collects a bounded part of all pages. */
  private static final class PageList {
    private final long limit;
    private final long from;
    private final Optional<Inspection.Use> use;
    private final List<PageInfo> shown = new ArrayList<>();
    private long next = -1;

    PageList(long limit, long from, Optional<Inspection.Use> use) {
      this.limit = limit;
      this.from = from;
      this.use = use;
    }

    void add(PageInfo page) {
      if (page.id() < from || use.filter(wanted -> wanted != page.use()).isPresent()) {
        return;
      }
      if (shown.size() < limit) {
        shown.add(page);
      } else if (next < 0) {
        next = page.id();
      }
    }

    Listing<PageInfo> listing() {
      Listing<PageInfo> listing = Listing.of(Views.PAGES, shown);
      return next < 0
          ? listing
          : listing.withNote(
              "cut after " + shown.size() + "; go on with --from " + next + ", or raise --limit");
    }
  }

  /** Shows one page. */
  @Descriptor("shows one page with its elements")
  public Object page(
      CommandSession session, @Descriptor("DB-or-FILE PAGE") @Nullable String... typed) {
    return frame.read(
        session,
        "page",
        typed,
        (database, arguments) -> {
          long id = arguments.numberAt(1, 0);
          try (Inspection inspection = database.inspect()) {
            return inspection.page(id);
          }
        });
  }
}
