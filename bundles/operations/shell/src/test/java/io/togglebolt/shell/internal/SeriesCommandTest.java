package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.Distribution.Bucket;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesCommandTest {
  private static final String COMMITS = "togglebolt_database_commits_total";
  private static final String DURATION = "etcd_disk_backend_commit_duration_seconds";
  private static final String SIZE = "etcd_mvcc_db_total_size_in_bytes";

  /** Every look sees a hundred commits more, of which each took 1.5 ms. */
  private static final class Growing implements MetricsReader {
    private long looks;

    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      looks++;
      List<MetricFamily> all =
          List.of(
              family(DURATION, Type.HISTOGRAM, commits("main", looks * 100)),
              family(SIZE, Type.GAUGE, value("main", 3 << 20), value("other", 4096)),
              family(COMMITS, Type.COUNTER, value("main", looks * 100)));
      return all.stream().filter(family -> wanted.test(family.name())).toList();
    }

    @Override
    public long shape() {
      return 0;
    }
  }

  @TempDir private Path folder;
  private Console console;
  private final Growing reader = new Growing();

  private static MetricFamily family(String name, Type type, Sample... samples) {
    return new MetricFamily(name, "Help.", type, List.of(samples));
  }

  private static List<Label> database(String name) {
    return List.of(new Label("database", name));
  }

  private static Value value(String database, double value) {
    return new Value(database(database), value);
  }

  private static Distribution commits(String database, long count) {
    return new Distribution(
        database(database),
        List.of(
            new Bucket(0.001, 0),
            new Bucket(0.002, count),
            new Bucket(Double.POSITIVE_INFINITY, count)),
        count * 0.0015);
  }

  @BeforeEach
  void start() {
    console = new Console(folder);
    console.metrics().bindReader(reader);
  }

  @AfterEach
  void stop() {
    System.clearProperty("togglebolt.mode");
    console.close();
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+"));
  }

  private static String line(String shown, String beginning) {
    return shown.lines().filter(each -> each.startsWith(beginning)).findFirst().orElse("none");
  }

  @Test
  void everySeriesIsShownInTheUnitOfItsName() throws Exception {
    String shown = console.run("metrics:show");
    assertEquals(
        List.of("histogram", "labels", "count", "mean", "p50", "p90", "p99"),
        words(shown.lines().findFirst().orElseThrow()),
        shown);
    // Evenly spread between 1 and 2 ms, as the buckets say.
    String figures = line(shown, DURATION).replaceAll("  +", "|");
    assertTrue(figures.endsWith("|1.5 ms|1.5 ms|1.9 ms|2 ms"), shown);
    assertTrue(line(shown, SIZE).endsWith("database=main   3 MiB"), shown);
    assertTrue(shown.contains("database=other  4 KiB"), shown);
    assertTrue(line(shown, COMMITS).contains("database=main"), shown);
    assertEquals(
        List.of("histogram", "counter", "gauge"),
        shown
            .lines()
            .filter(each -> each.contains("labels"))
            .map(each -> words(each).get(0))
            .toList());
  }

  @Test
  void numbersHaveAllTheirDigitsWhereTheyAreWanted() throws Exception {
    String shown = console.run("metrics:show --raw");
    assertTrue(line(shown, SIZE).endsWith("  3145728"), shown);
    assertEquals(
        List.of("histogram", "labels", "count", "sum", "mean", "p50", "p90", "p99"),
        words(shown.lines().findFirst().orElseThrow()));
    List<String> figures = words(line(shown, DURATION));
    assertEquals("0.0015", figures.get(5).substring(0, 6), shown);
  }

  @Test
  void aPatternIsAPartOfANameOrHasStars() throws Exception {
    assertEquals(List.of(DURATION, COMMITS), names("metrics:show commit"));
    assertEquals(List.of(DURATION), names("metrics:show 'etcd*comm?t*'"));
    assertEquals(List.of(COMMITS, SIZE), names("metrics:show commits_ IN_BYTES"));
    assertEquals(List.of(DURATION, COMMITS), names("metrics:show commit*"));
    assertEquals(List.of(COMMITS), names("metrics:show *commits?tot"));
    assertEquals(List.of(SIZE), names("metrics:show database=oth*"));
    assertEquals(List.of(SIZE), names("metrics:show etcd_mvcc database=other"));
  }

  /** Gogo would look for files of that name. */
  @Test
  void aPatternNeedsNoQuotesAndOtherCommandsStillSeeFiles() throws Exception {
    assertEquals(List.of(DURATION), names("metrics:show *backend_commit*"));
    Files.createFile(folder.resolve("a.commit"));
    assertEquals(List.of(DURATION), names("metrics:show *backend_commit*"));
    console.session().put("files", null);
    console.run("files = *.commit");
    assertEquals("a.commit", String.valueOf(console.session().get("files")));
    console.session().put("gogo.option.noglob", "on");
    console.run("metrics:show *backend_commit*");
    assertEquals("on", console.session().get("gogo.option.noglob"));
  }

  private List<String> names(String line) throws Exception {
    return console
        .run(line)
        .lines()
        .map(each -> words(each).get(0))
        .filter(each -> each.contains("_"))
        .distinct()
        .toList();
  }

  @Test
  void aPatternThatFitsNothingIsNamedWithWhatIsNear() {
    assertEquals(
        "no metric's name fits '*comit*'; near to it: " + COMMITS + ", " + DURATION,
        console.fail("metrics:show '*comit*'"));
    assertEquals(
        "no metric's name fits 'raft_term'; metrics:show lists all 3",
        console.fail("metrics:show raft_term"));
    assertTrue(
        console
            .fail("metrics:show size raft_term")
            .startsWith("no metric's name fits 'raft_term'"));
    assertEquals(
        "no series has the labels database=mian; there are database=main, database=other",
        console.fail("metrics:show size database=mian"));
  }

  @Test
  void aWatchShowsHowFastCountsGrow() throws Exception {
    ShownMetrics last =
        assertInstanceOf(
            ShownMetrics.class,
            console.result("metrics:show --watch --every 10ms --frames 3 commit"));
    // Nobody could end it there, so the frames stand alone.
    assertFalse(console.printed().contains("again in "), console.printed());
    assertEquals(2, console.printed().split("\ncounter ", -1).length - 1, console.printed());
    assertFalse(console.printed().contains("\033"), console.printed());
    MetricSeries commits =
        last.series().stream()
            .filter(each -> each.name().equals(COMMITS))
            .findFirst()
            .orElseThrow();
    assertEquals(100, assertInstanceOf(Value.class, commits.recent()).value());
    // A hundred in 10 ms, or in longer where the machine is slow.
    assertTrue(commits.perSecond() > 0 && commits.perSecond() <= 10_000, commits::toString);
    assertTrue(last.text().contains("per second"), last::text);
    assertTrue(last.text().contains("those of the time since the look before\n"), last::text);
  }

  @Test
  void theFirstLookKnowsNoSpeed() throws Exception {
    String shown = console.run("metrics:show --watch --frames 1 " + COMMITS);
    assertTrue(line(shown, COMMITS).endsWith(" -"), shown);
  }

  @Test
  void numbersInLabelsAreOrderedBySize() {
    List<MetricSeries> series =
        Stream.of("1025-2048", "129-256", "9-16", "2")
            .map(pages -> new Value(List.of(new Label("pages", pages)), 1))
            .map(value -> MetricSeries.of(family("runs", Type.GAUGE, value), value))
            .sorted(MetricSeries.BY_LABELS)
            .toList();
    assertEquals(
        List.of("pages=2", "pages=9-16", "pages=129-256", "pages=1025-2048"),
        series.stream().map(MetricSeries::labels).toList());
  }

  @Test
  void aWatchThatNobodyCouldEndIsRefused() {
    String line = console.fail("metrics:show --watch");
    assertTrue(line.startsWith("metrics:show: "), line);
    assertTrue(line.contains("say with --frames N how often"), line);
    assertTrue(console.fail("metrics:show --every 1s").contains("--every needs --watch"));
  }

  @Test
  void whatIsCountedAnewHasNoSpeed() {
    MetricFamily family = family(COMMITS, Type.COUNTER, value("main", 5));
    MetricSeries series = MetricSeries.of(family, family.samples().getFirst());
    assertEquals(2, series.since(value("main", 1), 2).perSecond());
    assertTrue(Double.isNaN(series.since(value("main", 6), 2).perSecond()));
    MetricFamily commits = family(DURATION, Type.HISTOGRAM, commits("main", 5));
    MetricSeries distribution = MetricSeries.of(commits, commits.samples().getFirst());
    assertEquals(2, distribution.since(commits("main", 1), 2).perSecond());
    assertTrue(Double.isNaN(distribution.since(commits("main", 6), 2).perSecond()));
    Distribution otherBounds =
        new Distribution(database("main"), List.of(new Bucket(Double.POSITIVE_INFINITY, 1)), 1);
    assertTrue(Double.isNaN(distribution.since(otherBounds, 2).perSecond()));
    MetricFamily gauge = family(SIZE, Type.GAUGE, value("main", 5));
    assertTrue(
        Double.isNaN(
            MetricSeries.of(gauge, gauge.samples().getFirst())
                .since(value("main", 1), 2)
                .perSecond()));
  }

  @Test
  void aQuantileAboveTheLastBoundIsShownAsMore() {
    Distribution slow =
        new Distribution(
            database("main"),
            List.of(new Bucket(0.5, 1), new Bucket(Double.POSITIVE_INFINITY, 10)),
            100);
    MetricFamily family = family(DURATION, Type.HISTOGRAM, slow);
    String shown = shown(List.of(MetricSeries.of(family, slow)), 0);
    assertTrue(shown.endsWith("  10  10 s  >500 ms  >500 ms  >500 ms"), shown);
  }

  @Test
  void aHistogramThatSawNothingHasNoFigures() {
    MetricFamily family = family(DURATION, Type.HISTOGRAM, commits("main", 0));
    String shown = shown(List.of(MetricSeries.of(family, family.samples().getFirst())), 0);
    assertEquals(
        List.of(DURATION, "database=main", "0", "-", "-", "-", "-"),
        words(shown.lines().toList().getLast()));
  }

  /** A mean of a thousandth of the first bound beside a median of half of it would be a lie. */
  @Test
  void aQuantileInTheFirstBucketIsShownAsLess() {
    Distribution fast =
        new Distribution(
            database("main"),
            List.of(
                new Bucket(0.001, 90),
                new Bucket(0.002, 100),
                new Bucket(Double.POSITIVE_INFINITY, 100)),
            0.00056);
    MetricSeries series = MetricSeries.of(family(DURATION, Type.HISTOGRAM, fast), fast);
    String shown = shown(List.of(series), 0);
    assertTrue(shown.endsWith("  100  5.6 us  <1 ms  <1 ms  1.9 ms"), shown);
    String raw = new ShownMetrics(List.of(series), true, false, 0, "").text();
    assertTrue(raw.contains("  <0.001  <0.001  0.0019"), raw);
  }

  @Test
  void ofOneBucketForAllNoQuantileIsKnown() {
    Distribution one =
        new Distribution(database("main"), List.of(new Bucket(Double.POSITIVE_INFINITY, 4)), 8);
    String shown = shown(List.of(MetricSeries.of(family(DURATION, Type.HISTOGRAM, one), one)), 0);
    assertTrue(shown.endsWith("  4   2 s    -    -    -"), shown);
  }

  private static List<MetricSeries> withLongLabels(String labels) {
    MetricFamily gauge =
        family(
            "togglebolt_freelist_held_by_oldest_reader_pages",
            Type.GAUGE,
            value("main", 12),
            value(labels, 345));
    return gauge.samples().stream().map(sample -> MetricSeries.of(gauge, sample)).toList();
  }

  @Test
  void oneSeriesWithLongLabelsIsShortenedAndMakesNoRoomForItself() {
    List<MetricSeries> series = withLongLabels("x".repeat(150));
    assertTrue(shown(series, 0).contains("x".repeat(150) + "    345"));
    assertTrue(shown(series, 250).contains("x".repeat(150) + "    345"));
    assertEquals(
        """
        shortened (..) to fit 100 columns; metrics:show | cat shows all

        gauge                                            labels                    value
        togglebolt_freelist_held_by_oldest_reader_pages  database=main                12
        togglebolt_freelist_held_by_oldest_reader_pages  database=xxxxxxxxxxxxx..    345\
        """,
        shown(series, 100));
  }

  @Test
  void labelsGiveWayBeforeNamesAndFiguresNever() {
    List<MetricSeries> series = withLongLabels("x".repeat(150));
    for (int columns = 24; columns < 200; columns++) {
      String shown = shown(series, columns);
      int most = columns - 1;
      assertTrue(shown.lines().skip(2).allMatch(each -> each.length() <= most), shown);
      assertTrue(shown.contains("     12\n") && shown.endsWith("    345"), shown);
      boolean cutName = shown.contains("\n..");
      assertTrue(!cutName || !shown.contains("x".repeat(16)), shown);
    }
    assertEquals(
        List.of("..t_reader_pages    345"),
        shown(series, 24).lines().skip(4).toList(),
        "no room for labels");
    assertTrue(shown(series, 19).startsWith("19 columns are too few: figures at the right are "));
    assertTrue(shown(series, 19).endsWith("\n..ader_pages    345"));
  }

  @Test
  void namesLoseTheirBeginningWhereTheScreenIsNarrow() {
    List<MetricSeries> series = new ArrayList<>();
    reader
        .read()
        .forEach(
            family -> family.samples().forEach(each -> series.add(MetricSeries.of(family, each))));
    String wide = shown(series, 200);
    assertEquals(shown(series, 0), wide);
    String narrow = shown(series, 80);
    assertTrue(narrow.lines().allMatch(each -> each.length() < 80), narrow);
    assertTrue(narrow.contains("\n..d_commit_duration_seconds  database=main "), narrow);
    assertTrue(narrow.lines().anyMatch(each -> each.endsWith(" 2 ms")), narrow);
    assertTrue(narrow.contains("\n" + COMMITS + "  "), narrow);
  }

  @Test
  void aCharacterOfTwoHalvesIsNotCutInTheMiddle() {
    assertEquals("\ud83d\udd29..", new Widths(9, 3).fitLabels("\ud83d\udd29".repeat(4)));
    assertEquals("..\ud83d\udd29", new Widths(3, 9).fitName("\ud83d\udd29".repeat(4)));
  }

  private static String shown(List<MetricSeries> series, int columns) {
    return new ShownMetrics(series, false, false, columns, "").text();
  }

  @Test
  void oneCommandSaysWhoseValuesTheseAre() throws Exception {
    System.setProperty("togglebolt.mode", "command");
    assertTrue(console.run("metrics:show").startsWith("this is what this one command counted; "));
    assertTrue(
        console.fail("metrics:show raft").contains("; this is what this one command counted"));
  }

  @Test
  void withoutARegistryOneLineSaysWhoWouldBringIt() {
    console.metrics().unbindReader(reader);
    String line = console.fail("metrics:show");
    assertTrue(line.contains("no metrics registry is there"), line);
    Growing next = new Growing();
    console.metrics().bindReader(reader);
    console.metrics().bindReader(next);
    console.metrics().unbindReader(reader);
    assertEquals(next, console.metrics().reader());
  }

  @Test
  void anEmptyRegistryIsNoError() throws Exception {
    console
        .metrics()
        .bindReader(
            new MetricsReader() {
              @Override
              public List<MetricFamily> read(Predicate<String> wanted) {
                return List.of();
              }

              @Override
              public long shape() {
                return 0;
              }
            });
    assertEquals("there is no series to show", console.run("metrics:show"));
  }

  @Test
  void namesAndLabelsAreOfferedAtTheTabKey() {
    Completer completer = new Completer(console.databases(), console.metrics(), console.logs());
    assertEquals(
        List.of(DURATION, SIZE, COMMITS, "database=main", "database=other"),
        completer.candidates(List.of("metrics:show", "--watch", ""), 2));
    assertEquals(
        List.of(),
        new Completer(console.databases(), new MetricsServices(), console.logs())
            .candidates(List.of("metrics:show", ""), 1));
  }
}
