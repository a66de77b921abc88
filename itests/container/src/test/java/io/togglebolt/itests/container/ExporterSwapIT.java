package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

/**
 * Exporters are swapped in every way that a container knows, round after round, while databases are
 * written. Whoever looks, over HTTP, over JMX or at the registry, sees no counter fall, and in the
 * end all of them have counted exactly what was written.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ExporterSwapIT {
  private static final long ROUNDS = Math.max(1, Long.getLong("togglebolt.swaps", 300) / 150);
  private static final List<String> DATABASES = List.of("swapped-one", "swapped-two");
  private static final String PROMETHEUS = "prometheus";
  private static final String JMX = "jmx";
  private static final String COMMITS = "togglebolt_database_commits_total";

  /** Of each commit there is one observation in each of these. */
  private static final List<String> HISTOGRAMS =
      List.of(
          "etcd_disk_backend_commit_duration_seconds_count",
          "etcd_debugging_disk_backend_commit_rebalance_duration_seconds_count",
          "etcd_debugging_disk_backend_commit_spill_duration_seconds_count",
          "etcd_debugging_disk_backend_commit_write_duration_seconds_count");

  private final Map<String, WriterLoop> writers = new HashMap<>();
  private URI address;
  private CounterLoop scraper;
  private CounterLoop beans;
  private CounterLoop reader;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distributionWithMetrics(ExporterSwapIT.class)};
  }

  @Test
  public void noCountIsLostHoweverExportersAreSwapped() throws Exception {
    ShownMetrics.configurePort(0);
    ShownMetrics.configureExporters("");
    address = ShownMetrics.awaitAddress();
    ShownMetrics.awaitServing(PROMETHEUS);
    ShownMetrics.awaitServing(JMX);
    List<ConfiguredDatabase> databases = new ArrayList<>();
    for (String name : DATABASES) {
      databases.add(ConfiguredDatabase.open(name, Map.of()));
    }
    Map<String, Double> before = Counters.inRegistry();
    for (ConfiguredDatabase each : databases) {
      writers.put(each.name(), new WriterLoop(each.database()));
    }
    try (Scrapes scrapes = new Scrapes(address);
        Bystanders others =
            Bystanders.of(ShownMetrics.PROMETHEUS, ShownMetrics.JMX, TrialBundle.EXPORTER)) {
      scraper = new CounterLoop("scraper", scrapes::counters);
      beans = new CounterLoop("reader of MBeans", Counters::inBeans);
      reader = new CounterLoop("reader of the registry", Counters::inRegistry);
      for (int round = 0; round < ROUNDS; round++) {
        swapInEveryWay(round);
      }
      others.requireUntouched();
      List.of(scraper, beans, reader).forEach(CounterLoop::close);
      writers.values().forEach(WriterLoop::close);
      requireAllCounted(before);
      requireScrapesCounted(before, scrapes);
    }
    for (ConfiguredDatabase each : databases) {
      each.check();
      each.close();
    }
    ShownMetrics.reset();
  }

  private void swapInEveryWay(int round) throws Exception {
    byCommand();
    byConfiguration();
    byRanking();
    byDeployFolder(round);
    for (String name : List.of(PROMETHEUS, JMX)) {
      byStopAndStart(name);
      byUpdate(name);
      byRefresh(name);
      byUninstallAndInstall(name);
    }
    writers.values().forEach(writer -> writer.awaitCommits(3));
  }

  /** Somebody looks over HTTP and JMX at what serves now, and nobody has failed. */
  private void requireShown() throws Exception {
    ShownMetrics.awaitServing(PROMETHEUS);
    ShownMetrics.awaitServing(JMX);
    scraper.awaitLook();
    beans.awaitLook();
    reader.awaitLook();
    writers.values().forEach(WriterLoop::requireNoFailure);
    assertEquals("the port is never left", address, ShownMetrics.awaitAddress());
  }

  private void byCommand() throws Exception {
    try (Shell shell = new Shell()) {
      shell.run("metrics:use jmx");
      scraper.awaitGap();
      shell.run("metrics:use prometheus log");
      ShownMetrics.awaitOff(JMX);
      scraper.awaitLook();
      beans.awaitGap();
      shell.run("metrics:use --none");
      scraper.awaitGap();
      shell.run("metrics:use --default");
    }
    requireShown();
    ShownMetrics.exporters().use(List.of(PROMETHEUS), ShownMetrics.CHOICE_MILLIS);
    beans.awaitGap();
    ShownMetrics.exporters().use(List.of(JMX, PROMETHEUS), ShownMetrics.CHOICE_MILLIS);
    requireShown();
  }

  private void byConfiguration() throws Exception {
    ShownMetrics.configureExporters("jmx");
    ShownMetrics.awaitOff(PROMETHEUS);
    scraper.awaitGap();
    ShownMetrics.configureExporters("none");
    ShownMetrics.awaitOff(JMX);
    beans.awaitGap();
    ShownMetrics.configureExporters("");
    requireShown();
  }

  /** Another bundle offers the same name, and the higher ranking serves. */
  private void byRanking() throws Exception {
    long mark = Container.journalEnd();
    Bundle high = Container.installAndStart(TrialBundle.exporter(PROMETHEUS, 1_000));
    awaitTrial(high);
    List<SwapRecord> records = Container.journal("metrics", PROMETHEUS, mark);
    assertEquals(records.toString(), 1, records.size());
    assertEquals(Event.SWAPPED, records.getFirst().event());
    high.uninstall();
    ShownMetrics.awaitServing(PROMETHEUS, Container.bundle(ShownMetrics.PROMETHEUS));
    requireShown();
  }

  private void awaitTrial(Bundle trial) throws Exception {
    ShownMetrics.awaitServing(PROMETHEUS, trial);
    requireShown();
    assertTrue("the trial answers", Scrapes.once(address).body().startsWith("# on trial\n"));
  }

  private void byDeployFolder(int round) throws Exception {
    Path jar = Path.of(System.getProperty(ExamOptions.DEPLOY), "exporter" + round + ".jar");
    Files.write(jar, TrialBundle.exporter(PROMETHEUS, 1_000).bytes());
    Await.until("it is deployed", () -> Container.find(TrialBundle.EXPORTER).isPresent());
    awaitTrial(Container.bundle(TrialBundle.EXPORTER));
    Files.delete(jar);
    ShownMetrics.awaitServing(PROMETHEUS, Container.bundle(ShownMetrics.PROMETHEUS));
    Await.until("it is gone", () -> Container.find(TrialBundle.EXPORTER).isEmpty());
    requireShown();
  }

  private static Bundle bundle(String name) {
    return Container.bundle("io.togglebolt.metrics." + name);
  }

  private CounterLoop viewer(String name) {
    return name.equals(JMX) ? beans : scraper;
  }

  private void byStopAndStart(String name) throws Exception {
    Bundle bundle = bundle(name);
    bundle.stop();
    viewer(name).awaitGap();
    bundle.start();
    ShownMetrics.awaitServing(name, bundle);
    requireShown();
  }

  private void byUpdate(String name) throws Exception {
    Bundle bundle = bundle(name);
    Container.updateFromDistribution(bundle);
    ShownMetrics.awaitServing(name, bundle);
    requireShown();
  }

  private void byRefresh(String name) throws Exception {
    Bundle bundle = bundle(name);
    Container.refresh(bundle);
    ShownMetrics.awaitServing(name, bundle);
    requireShown();
  }

  private void byUninstallAndInstall(String name) throws Exception {
    Bundle bundle = bundle(name);
    String location = bundle.getLocation();
    bundle.uninstall();
    ShownMetrics.awaitGone(name);
    viewer(name).awaitGap();
    Bundle again = Container.installAgain(bundle.getSymbolicName(), location);
    ShownMetrics.awaitServing(name, again);
    requireShown();
  }

  /** Each of those who show it shows exactly what was written. */
  private void requireAllCounted(Map<String, Double> before) throws Exception {
    // All MBeans of one name share one look for a tenth of a second.
    Await.until(
        "the MBeans show what the registry holds",
        () -> ofDatabases(Counters.inBeans()).equals(ofDatabases(Counters.inRegistry())));
    Map<String, Map<String, Double>> shown =
        Map.of(
            "registry", Counters.inRegistry(),
            "HTTP", Counters.in(Scrapes.once(address).body()),
            "JMX", Counters.inBeans());
    for (String database : DATABASES) {
      for (String each : names()) {
        String counter = Counters.of(each, database);
        double expected = before.getOrDefault(counter, 0.0) + writers.get(database).commits();
        shown.forEach(
            (by, counters) ->
                assertEquals(counter + " by " + by, expected, counters.get(counter), 0));
      }
    }
    String swaps = "togglebolt_slot_swaps_total{kind=\"prometheus\",owner=\"metrics\"}";
    assertTrue(
        swaps + " " + shown.get("registry").get(swaps), shown.get("registry").get(swaps) >= ROUNDS);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(HISTOGRAMS);
    names.add(COMMITS);
    return names;
  }

  private static Map<String, Double> ofDatabases(Map<String, Double> counters) {
    Map<String, Double> found = new TreeMap<>();
    for (String database : DATABASES) {
      for (String each : names()) {
        String counter = Counters.of(each, database);
        found.put(counter, counters.getOrDefault(counter, Double.NaN));
      }
    }
    return found;
  }

  /** The listener counted each scrape, whoever answered it. */
  private static void requireScrapesCounted(Map<String, Double> before, Scrapes scrapes) {
    assertTrue("some scrapes found nobody", scrapes.unavailable() > 0);
    Map<String, Long> expected = Map.of("200", scrapes.served(), "503", scrapes.unavailable());
    expected.forEach(
        (code, scraped) -> {
          String counter =
              "togglebolt_http_requests_total{path=\"/metrics\",code=\"" + code + "\"}";
          Await.until(
              scraped + " scrapes are in " + counter,
              () ->
                  Counters.inRegistry().get(counter)
                      >= before.getOrDefault(counter, 0.0) + scraped);
        });
  }
}
