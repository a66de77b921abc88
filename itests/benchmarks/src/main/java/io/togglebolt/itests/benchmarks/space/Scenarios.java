package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.space.Column.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All scenarios, in the order of the report. */
final class Scenarios {
  private static final double FLAT = 1.2;
  private static final String HUNDRED_THOUSAND = "> 100,000";
  private static final int MOST_PAGES = 100_000;

  /** So many pages are 2 GiB. */
  private static final int MOST_CHURN_PAGES = 524_288;

  private final boolean quick;

  private Scenarios(boolean quick) {
    this.quick = quick;
  }

  /** The scenarios in their real sizes, or in tiny ones. */
  static List<Scenario> all(boolean quick) {
    Scenarios scenarios = new Scenarios(quick);
    return List.of(
        scenarios.held("fresh-file", "a new file", 0),
        scenarios.held("free-before", "a file with 1,000 free pages", quick ? 20 : 1_000),
        scenarios.staggered(),
        scenarios.churn(),
        scenarios.isolated(),
        scenarios.allocators(),
        scenarios.swaps());
  }

  private Scenario held(String name, String what, int free) {
    List<Integer> marks = quick ? List.of(4, 16) : List.of(64, 512, 1_000, 3_000, 10_000);
    List<Column> columns = new ArrayList<>(List.of(Column.of("before", Unit.PAGES, "before")));
    for (int mark : marks) {
      String title = String.format(Locale.ROOT, "%,d", mark);
      columns.add(Column.of(title, Unit.PAGES, "pages." + mark).orElse(HUNDRED_THOUSAND));
    }
    List<Goal> goals = new ArrayList<>();
    if (free == 0 && !quick) {
      goals.add(new Goal.AtMost(Contenders.EXACT_ALWAYS, columns.getLast(), 12));
    }
    goals.addAll(fewest(columns.getLast()));
    String request =
        "held updates=%s free=%d most=%d"
            .formatted(
                String.join(",", marks.stream().map(String::valueOf).toList()), free, MOST_PAGES);
    return counting(
        name,
        Contenders.LISTING,
        request,
        new Table("pages of " + what + " after so many updates, one reader held", columns, goals));
  }

  /** A list that is written with each commit takes pages, so that mode is a race of its own. */
  private static List<Goal> fewest(Column column) {
    return List.of(
        new Goal.Fewest(Contenders.EXACT_ALWAYS, "always", column),
        new Goal.Fewest(Contenders.EXACT_LAZY, "", column));
  }

  private static Scenario counting(
      String name, List<Contender> contenders, String request, Table table) {
    Round round = new Round("", Optional.empty(), request);
    return new Scenario(name, true, contenders, List.of(round), List.of(table));
  }

  private Scenario staggered() {
    Column pages = Column.of("file pages", Unit.PAGES, "pages");
    Column most = Column.of("most pending", Unit.PAGES, "pendingMost");
    Column mean = Column.of("mean pending", Unit.MEAN_PAGES, "pendingSum").over("updates");
    List<Goal> goals = new ArrayList<>();
    if (!quick) {
      goals.add(new Goal.AtMost(Contenders.EXACT_ALWAYS, mean, 335));
    }
    goals.addAll(fewest(mean));
    goals.addAll(fewest(pages));
    return counting(
        "staggered",
        Contenders.LISTING,
        quick
            ? "staggered keys=500 updates=100 every=10 open=5"
            : "staggered keys=10000 updates=3000 every=10 open=20",
        new Table(
            "pages under random updates, a new reader every 10, the newest 20 open",
            List.of(pages, most, mean),
            goals));
  }

  private Scenario churn() {
    String bound = "> 2 GiB";
    Column pages = Column.of("file pages", Unit.PAGES, "pages").orElse(bound);
    Column mean = Column.of("mean pending", Unit.MEAN_PAGES, "pendingSum").over("done");
    Column most = Column.of("most file/live", Unit.TIMES, "mostPermille").orElse(bound);
    Column end = Column.of("file/live at end", Unit.TIMES, "endPermille").orElse(bound);
    return counting(
        "churn",
        Contenders.CHURNING,
        "churn transactions=%d keys=%d live=%d most=%d"
            .formatted(
                quick ? 600 : 36_000,
                quick ? 500 : 20_000,
                quick ? 2 << 20 : 64 << 20,
                MOST_CHURN_PAGES),
        new Table(
            "a simulated hour of puts and deletes of mixed sizes under readers of mixed lifetimes",
            List.of(pages, mean, most, end),
            List.of(new Goal.Fewest(Contenders.EXACT_LAZY, "", end))));
  }

  private Scenario isolated() {
    int[] sizes = quick ? new int[] {100, 1_000, 5_000} : new int[] {1_000, 100_000, 1_000_000};
    String request = quick ? "isolated commits=20 millis=200" : "isolated commits=2000 millis=3000";
    List<Round> rounds =
        Arrays.stream(sizes)
            .mapToObj(
                pages ->
                    new Round(
                        "." + pages, Optional.of("isolate list=lazy pages=" + pages), request))
            .toList();
    return new Scenario("isolated", false, Contenders.TIMED, rounds, isolatedTables(sizes));
  }

  private static List<Table> isolatedTables(int[] sizes) {
    List<Goal> flat =
        List.of(
            new Goal.Flat(Contenders.EXACT_LAZY, FLAT),
            new Goal.Flat(Contenders.EXACT_NEVER, FLAT));
    List<Column> cold = perSize("cold", sizes);
    List<Column> warm = perSize("warm", sizes);
    List<Column> scan = perSize("scan", sizes);
    Goal noSlower =
        new Goal.NoMoreThan(Contenders.EXACT_LAZY, Contenders.BBOLT_SCANNING, scan.getLast());
    return List.of(
        new Table("a commit of one key, durable", perSize("synced", sizes), flat),
        new Table("a commit of one key, no sync", perSize("unsynced", sizes), flat),
        new Table("a commit of a value of 17 pages, no sync", perSize("long", sizes), flat),
        new Table("opening after a clean close, new process", cold, opened(cold)),
        new Table("opening after a clean close, again", warm, opened(warm)),
        new Table(
            "opening without a list of free pages, as after a crash", scan, List.of(noSlower)));
  }

  private static List<Column> perSize(String number, int[] sizes) {
    return Arrays.stream(sizes)
        .mapToObj(
            pages ->
                Column.of(
                    String.format(Locale.ROOT, "%,d free", pages),
                    Unit.MILLIS,
                    number + "." + pages))
        .toList();
  }

  private static List<Goal> opened(List<Column> columns) {
    return List.of(new Goal.AtMost(Contenders.EXACT_LAZY, columns.getLast(), 50));
  }

  private Scenario allocators() {
    Column none = Column.of("isolated, none fits", Unit.MICROS, "none");
    Column last = Column.of("isolated, last fits", Unit.MICROS, "last");
    Column mixed = Column.of("lengths 1 to 32", Unit.MICROS, "mixed");
    List<Goal> goals = new ArrayList<>();
    for (Contender contender : List.of(Contenders.SEGREGATED_ALONE, Contenders.FIRST_FIT_ALONE)) {
      for (Column column : List.of(none, last, mixed)) {
        goals.add(new Goal.AtMost(contender, column, 10));
      }
    }
    return new Scenario(
        "allocators",
        false,
        List.of(Contenders.SEGREGATED_ALONE, Contenders.FIRST_FIT_ALONE),
        List.of(
            new Round(
                "",
                Optional.empty(),
                quick
                    ? "runs runs=5000 pages=17 times=200"
                    : "runs runs=1000000 pages=17 times=20000")),
        List.of(
            new Table(
                "taking 17 pages from an allocator of a million free runs",
                List.of(none, last, mixed),
                goals)));
  }

  private Scenario swaps() {
    int pages = quick ? 2_000 : 1_000_000;
    Column pause = Column.of("pause p99", Unit.MILLIS, "pause99");
    Column seen = Column.of("longest commit of a swap, p99", Unit.MILLIS, "commitLongest99");
    return new Scenario(
        "swaps",
        false,
        List.of(Contenders.SWAPS),
        List.of(
            new Round(
                "",
                Optional.of("isolate list=lazy pages=" + pages),
                "swaps pages=%d times=%d".formatted(pages, quick ? 6 : 200))),
        List.of(
            new Table(
                "swaps of policy and allocator, a million pages free and a million pending",
                List.of(
                    Column.of("free", Unit.PAGES, "free"),
                    Column.of("pending", Unit.PAGES, "pending"),
                    Column.of("commit p99 before", Unit.MILLIS, "commit99"),
                    Column.of("longest commit of a swap, p50", Unit.MILLIS, "commitLongest50"),
                    seen,
                    Column.of("longest commit of all", Unit.MILLIS, "commitLongest100"),
                    Column.of("pause p50", Unit.MILLIS, "pause50"),
                    pause,
                    Column.of("longest pause", Unit.MILLIS, "pause100")),
                List.of(
                    new Goal.AtMost(Contenders.SWAPS, pause, 5),
                    new Goal.AtMost(Contenders.SWAPS, seen, 5)))));
  }
}
