package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
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

/**
 * Whatever becomes of the port, of who listens there and of the registry, a database is written all
 * the time and metrics are shown again as soon as they can be.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HttpPortIT {
  private static final String NAME = "ported";
  private static final String COMMITS = Counters.of("togglebolt_database_commits_total", NAME);

  private ConfiguredDatabase database;
  private WriterLoop writer;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistributionWithMetrics(HttpPortIT.class)};
  }

  @Before
  public void showUnderLoad() throws Exception {
    ShownMetrics.configurePort(0);
    ShownMetrics.configureExporters("");
    database = ConfiguredDatabase.open(NAME, Map.of());
    writer = new WriterLoop(database.database());
    requireShown();
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

  /** Over HTTP and JMX, commits are counted on. */
  private void requireShown() throws Exception {
    requireCounted(() -> Counters.in(Scrapes.once(ShownMetrics.awaitAddress()).body()));
    requireCounted(Counters::inBeans);
  }

  private void requireCounted(CounterLoop.Look look) throws Exception {
    Await.until("commits are shown", () -> look.take().containsKey(COMMITS));
    double before = look.take().getOrDefault(COMMITS, 0.0);
    Await.until("commits are counted on", () -> look.take().getOrDefault(COMMITS, 0.0) > before);
    writer.requireNoFailure();
  }

  @Test
  public void aPortInUseIsNamedHarmsNothingElseAndIsHadWhenItIsFree() throws Exception {
    try (Listening log = new Listening("io.togglebolt.http")) {
      URI address;
      try (ServerSocket other = Ports.take()) {
        address = URI.create("http://127.0.0.1:" + other.getLocalPort() + "/metrics");
        ShownMetrics.configurePort(other.getLocalPort());
        Await.until(
            "a warning names the port",
            log::lines,
            () ->
                log.lines(Level.WARNING).stream()
                    .anyMatch(line -> line.contains(address.getAuthority())));
        assertEquals(Optional.empty(), ShownMetrics.address());
        requireCounted(Counters::inBeans);
        try (Shell shell = new Shell()) {
          String shown = shell.run("metrics:show togglebolt_database_commits_total");
          assertTrue(shown, shown.contains(NAME));
          String listed = shell.run("metrics:list");
          assertTrue(listed, listed.contains("prometheus"));
          assertTrue(listed, listed.contains(address.getAuthority() + ": "));
        }
        ShownMetrics.awaitServing("prometheus");
        // Another port is had at once.
        ShownMetrics.configurePort(0);
        requireShown();
        ShownMetrics.configurePort(other.getLocalPort());
        Await.until("it is tried again", () -> log.lines(Level.WARNING).size() == 2);
        assertEquals(Optional.empty(), ShownMetrics.address());
      }
      Await.until("the port is had after all", () -> ShownMetrics.address().isPresent());
      assertEquals(address, ShownMetrics.awaitAddress());
      assertEquals("one warning each time", 2, log.lines(Level.WARNING).size());
    }
  }

  @Test
  public void anotherPortIsTakenLiveAndTheOldOneIsLeft() throws Exception {
    URI before = ShownMetrics.awaitAddress();
    int port;
    try (ServerSocket free = Ports.take()) {
      port = free.getLocalPort();
    }
    try (Bystanders others = Bystanders.of()) {
      ShownMetrics.configurePort(port);
      Await.until("another port", () -> ShownMetrics.awaitAddress().getPort() == port);
      requireShown();
      Ports.awaitFree(before.getPort());
      others.requireUntouched();
    }
  }

  @Test
  public void aPortThatIsNoneIsRefusedAndTheOldOneStays() throws Exception {
    URI before = ShownMetrics.awaitAddress();
    try (Listening log = new Listening("io.togglebolt.http")) {
      ShownMetrics.configurePort(70_000);
      Await.until("an error", () -> !log.lines(Level.SEVERE).isEmpty());
      assertTrue(log.lines(), log.lines().contains("port is 70000"));
    }
    assertEquals(before, ShownMetrics.awaitAddress());
    requireShown();
  }

  @Test
  public void theListenerIsStoppedStartedUpdatedAndRefreshed() throws Exception {
    Bundle listener = Container.bundle(ShownMetrics.HTTP);
    try (Bystanders others = Bystanders.of(ShownMetrics.HTTP)) {
      URI before = ShownMetrics.awaitAddress();
      listener.stop();
      Ports.awaitFree(before.getPort());
      requireCounted(Counters::inBeans);
      ShownMetrics.awaitServing("prometheus");
      listener.start();
      requireShown();
      Container.updateFromDistribution(listener);
      requireShown();
      Container.refresh(listener);
      requireShown();
      others.requireUntouched();
    }
  }

  @Test
  public void theRegistryIsStoppedStartedUpdatedAndRefreshed() throws Exception {
    URI address = ShownMetrics.awaitAddress();
    Bundle registry = Container.bundle(ShownMetrics.REGISTRY);
    try (Bystanders others = Bystanders.of(ShownMetrics.REGISTRY)) {
      registry.stop();
      writer.awaitCommits(20);
      assertEquals("nothing is shown", "", Scrapes.once(address).body());
      Await.until("no MBeans", () -> ShownMetrics.beans().isEmpty());
      ShownMetrics.awaitServing("jmx");
      registry.start();
      requireShown();
      requireSlotsShown();
      Container.updateFromDistribution(registry);
      requireShown();
      Container.refresh(registry);
      requireShown();
      requireSlotsShown();
      others.requireUntouched();
    }
    assertEquals("the port is never left", address, ShownMetrics.awaitAddress());
  }

  /** Gauges too have moved to the new registry. */
  private static void requireSlotsShown() throws Exception {
    Await.until(
        "slots are shown",
        () -> {
          String shown = Scrapes.once(ShownMetrics.awaitAddress()).body();
          return shown.contains("togglebolt_slot_active_part{kind=\"freelist\",owner=\"" + NAME)
              && shown.contains("\njvm_threads_current ")
              && shown.contains("\netcd_mvcc_db_total_size_in_bytes{database=\"" + NAME);
        });
  }
}
