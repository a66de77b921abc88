package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Whatever leaves of what shows the metrics leaves nothing behind: no class loader, MBean, thread,
 * path or port. Each test begins and ends with all of it there, and a database that is written all
 * the time.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MetricsLifeIT {
  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;

  private ConfiguredDatabase database;
  private WriterLoop writer;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distributionWithMetrics(MetricsLifeIT.class)};
  }

  @Before
  public void allExportersServeUnderLoad() throws Exception {
    ShownMetrics.configurePort(0);
    ShownMetrics.configureExporters("prometheus, jmx, log");
    database = ConfiguredDatabase.open("shown", Map.of());
    writer = new WriterLoop(database.database());
    requireShown();
  }

  private void requireShown() throws Exception {
    for (String name : List.of("prometheus", "jmx", "log")) {
      ShownMetrics.awaitServing(name);
    }
    Await.until(
        "metrics over HTTP",
        () -> Scrapes.once(ShownMetrics.awaitAddress()).body().contains("\njvm_threads_current "));
    Await.until("MBeans", () -> !Counters.inBeans().isEmpty());
    writer.awaitCommits(3);
  }

  @After
  public void nobodyNoticed() throws Exception {
    try (var _ = database) {
      requireShown();
      writer.close();
      database.check();
    } finally {
      ShownMetrics.reset();
    }
  }

  @Test
  public void nothingIsKeptOfTheExporterForPrometheus() throws Exception {
    URI address = ShownMetrics.awaitAddress();
    try (Listening log = new Listening("io.togglebolt.slot")) {
      uninstallAndInstall(
          ShownMetrics.PROMETHEUS,
          () -> {
            ShownMetrics.awaitAbsent("prometheus");
            assertEquals(UNAVAILABLE, Scrapes.once(address).statusCode());
            String index = Scrapes.once(address.resolve("/")).body();
            assertFalse(index, index.contains("/metrics"));
          });
      assertEquals("no operation waits for an exporter", List.of(), log.lines(Level.WARNING));
    }
    assertEquals("the port is never left", address, ShownMetrics.awaitAddress());
  }

  @Test
  public void nothingIsKeptOfTheExporterForJmx() throws Exception {
    uninstallAndInstall(
        ShownMetrics.JMX,
        () -> {
          ShownMetrics.awaitAbsent("jmx");
          assertEquals(Set.of(), ShownMetrics.beans());
        });
  }

  @Test
  public void nothingIsKeptOfTheExporterForTheLog() throws Exception {
    uninstallAndInstall(ShownMetrics.LOG, () -> ShownMetrics.awaitAbsent("log"));
  }

  @Test
  public void nothingIsKeptOfTheListener() throws Exception {
    URI address = ShownMetrics.awaitAddress();
    uninstallAndInstall(
        ShownMetrics.HTTP,
        () -> {
          Await.until("its threads end", () -> threads("togglebolt-http", "HTTP-").isEmpty());
          Ports.awaitFree(address.getPort());
          assertFalse("MBeans are still there", Counters.inBeans().isEmpty());
        });
  }

  @Test
  public void nothingIsKeptOfTheSourceOfJvmMetrics() throws Exception {
    uninstallAndInstall(
        ShownMetrics.JVM,
        () -> {
          String shown = Scrapes.once(ShownMetrics.awaitAddress()).body();
          assertFalse(shown, shown.contains("\njvm_threads_current "));
        });
  }

  @Test
  public void nothingIsKeptOfTheOwnerOfTheExporters() throws Exception {
    URI address = ShownMetrics.awaitAddress();
    uninstallAndInstall(
        ShownMetrics.EXPORTERS,
        () -> {
          Await.until("its threads end", () -> threads("togglebolt-metrics").isEmpty());
          assertEquals(UNAVAILABLE, Scrapes.once(address).statusCode());
          assertEquals(Set.of(), ShownMetrics.beans());
        });
    assertEquals("the port is never left", address, ShownMetrics.awaitAddress());
  }

  @Test
  public void nothingIsKeptOfTheRegistry() throws Exception {
    URI address = ShownMetrics.awaitAddress();
    uninstallAndInstall(
        ShownMetrics.REGISTRY,
        () -> {
          // Who shows it goes on, and there is nothing to show.
          assertEquals(OK, Scrapes.once(address).statusCode());
          assertEquals("", Scrapes.once(address).body());
        });
  }

  /** Something that may fail. */
  private interface Check {
    void run() throws Exception;
  }

  /** Takes a bundle away, looks at what is left, and brings it back. */
  private void uninstallAndInstall(String symbolicName, Check whileGone) throws Exception {
    String location = Container.bundle(symbolicName).getLocation();
    WeakReference<ClassLoader> loader = uninstalled(symbolicName);
    try {
      whileGone.run();
      writer.awaitCommits(20);
      Await.collected(loader);
    } finally {
      Container.installAgain(symbolicName, location);
    }
  }

  /** In a frame of its own, so that no variable keeps the bundle. */
  private static WeakReference<ClassLoader> uninstalled(String symbolicName) throws Exception {
    Bundle bundle = Container.bundle(symbolicName);
    WeakReference<ClassLoader> loader =
        new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    bundle.uninstall();
    Container.refresh(bundle);
    return loader;
  }

  private static Set<String> threads(String... prefixes) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
        .collect(Collectors.toSet());
  }
}
