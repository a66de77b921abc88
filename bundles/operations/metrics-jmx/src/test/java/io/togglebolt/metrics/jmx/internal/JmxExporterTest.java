package io.togglebolt.metrics.jmx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.tck.StagedMetrics;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JmxExporterTest {
  private static final int SERIES = 20;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final StagedMetrics metrics = new StagedMetrics();
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final JmxExporter exporter = new JmxExporter(metrics, clock, scheduler, server);
  private final Recorded log = new Recorded();
  private final Logger logger = Logger.getLogger("io.togglebolt.metrics.jmx");

  JmxExporterTest() {
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stop() {
    exporter.stop();
    logger.setUseParentHandlers(true);
    logger.removeHandler(log);
  }

  @Test
  void showsADistributionWithItsQuantilesAndBuckets() throws Exception {
    StagedMetrics.StagedHistogram waits =
        metrics.histogram("test_wait_seconds", "How long it waits.", new double[] {1, 2, 4});
    for (int i = 1; i <= 100; i++) {
      waits.observe(i <= 50 ? 0.5 : i <= 90 ? 1.5 : 3);
    }
    exporter.start();
    ObjectName name = SeriesName.of("test_wait_seconds", List.of());
    assertEquals(100L, server.getAttribute(name, "Count"));
    assertEquals(115.0, server.getAttribute(name, "Sum"));
    assertEquals(1.15, server.getAttribute(name, "Mean"));
    assertEquals(1.0, server.getAttribute(name, "P50"));
    assertEquals(2.0, server.getAttribute(name, "P90"));
    assertEquals(3.8, (Double) server.getAttribute(name, "P99"), 1e-9);
    CompositeData[] buckets = (CompositeData[]) server.getAttribute(name, "Buckets");
    assertEquals(4, buckets.length);
    assertEquals(2.0, buckets[1].get("upperBound"));
    assertEquals(90L, buckets[1].get("count"));
    assertEquals(Double.POSITIVE_INFINITY, buckets[3].get("upperBound"));
    assertEquals(100L, buckets[3].get("count"));
  }

  @Test
  void saysWhatItIsInTheWordsOfTheMetric() throws Exception {
    metrics.counter("test_commits_total", "Transactions committed.");
    metrics.histogram("test_wait_seconds", "", new double[] {1});
    exporter.start();
    MBeanInfo info = server.getMBeanInfo(SeriesName.of("test_commits_total", List.of()));
    assertEquals("Transactions committed.", info.getDescription());
    MBeanAttributeInfo value = info.getAttributes()[0];
    assertTrue(value.getDescription().startsWith("Transactions committed."));
    assertEquals("java.lang.Double", value.getType());
    assertEquals("counter", value.getDescriptor().getFieldValue("metricType"));
    assertFalse(value.isWritable());
    MBeanInfo withoutHelp = server.getMBeanInfo(SeriesName.of("test_wait_seconds", List.of()));
    assertEquals("How many values were observed.", withoutHelp.getAttributes()[0].getDescription());
  }

  @Test
  void readsAllAttributesByOneLookAtTheirFamily() throws Exception {
    metrics.histogram("test_wait_seconds", "Waits.", new double[] {1}).observe(0.5);
    metrics.counter("test_commits_total", "Commits.");
    List<String> asked = new ArrayList<>();
    JmxExporter counted = new JmxExporter(new Watched(metrics, asked), clock, scheduler, server);
    counted.start();
    try {
      asked.clear();
      AttributeList all =
          server.getAttributes(
              SeriesName.of("test_wait_seconds", List.of()),
              new String[] {"Count", "Nothing", "Sum", "P99"});
      assertEquals(
          List.of("Count", "Sum", "P99"), all.asList().stream().map(Attribute::getName).toList());
      assertEquals(List.of("test_wait_seconds"), asked);
    } finally {
      counted.stop();
    }
  }

  @Test
  void oneLookAtAFamilyServesAllOfItsBeansForAMoment() throws Exception {
    for (int i = 0; i < SERIES; i++) {
      metrics.counter("test_commits_total", "Commits.", "n", "" + i).set(i);
    }
    List<String> asked = new ArrayList<>();
    JmxExporter counted = new JmxExporter(new Watched(metrics, asked), clock, scheduler, server);
    counted.start();
    try {
      asked.clear();
      assertEquals(SERIES * (SERIES - 1) / 2.0, sumOfCommits());
      assertEquals(List.of("test_commits_total"), asked);
      scheduler.advance(RecentLooks.KEPT_MILLIS - 1);
      sumOfCommits();
      assertEquals(List.of("test_commits_total"), asked);
      scheduler.advance(1);
      metrics.remove("test_commits_total", "n", "1");
      metrics.counter("test_commits_total", "Commits.", "n", "1").set(1_001);
      assertEquals(SERIES * (SERIES - 1) / 2.0 + 1_000, sumOfCommits());
      assertEquals(List.of("test_commits_total", "test_commits_total"), asked);
    } finally {
      counted.stop();
    }
  }

  private double sumOfCommits() throws Exception {
    double sum = 0;
    for (int i = 0; i < SERIES; i++) {
      ObjectName name =
          SeriesName.of(
              "test_commits_total", List.of(new MetricFamily.Label("n", Integer.toString(i))));
      sum += (Double) server.getAttribute(name, "Value");
    }
    return sum;
  }

  @Test
  void refusesWhatItDoesNotHave() throws Exception {
    metrics.counter("test_commits_total", "Commits.", "database", "a");
    exporter.start();
    ObjectName name =
        new ObjectName("io.togglebolt:type=metrics,name=test_commits_total,database=\"a\"");
    assertEquals(
        name + " has no attribute Count; expected one of [Value]",
        assertThrows(AttributeNotFoundException.class, () -> server.getAttribute(name, "Count"))
            .getMessage());
    assertEquals(
        "attribute Value of " + name + " can only be read",
        assertThrows(
                AttributeNotFoundException.class,
                () -> server.setAttribute(name, new Attribute("Value", 1.0)))
            .getMessage());
    assertEquals(
        name + " has no operation reset; expected none",
        assertThrows(
                ReflectionException.class,
                () -> server.invoke(name, "reset", new Object[0], new String[0]))
            .getCause()
            .getMessage());
    assertEquals(List.of(), server.setAttributes(name, new AttributeList()));
    metrics.remove("test_commits_total", "database", "a");
    assertEquals(
        name + " has no value at present",
        assertThrows(AttributeNotFoundException.class, () -> server.getAttribute(name, "Value"))
            .getMessage());
  }

  @Test
  void findsASeriesWithinASecondAndAGaugeThatGetsItsValueLaterWithinTen() throws Exception {
    AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
    metrics.gauge("test_late", "Late.", value::get);
    exporter.start();
    assertEquals(Set.of(), shown());
    metrics.counter("test_commits_total", "Commits.");
    scheduler.advance(1_000);
    assertEquals(Set.of(SeriesName.of("test_commits_total", List.of())), shown());
    value.set(1.0);
    scheduler.advance(10_000);
    assertEquals(2, shown().size());
  }

  @Test
  void becomesAnotherBeanWhereTheNameBecomesAnotherMetric() throws Exception {
    metrics.counter("test_thing", "One thing.").set(1);
    StagedMetrics renewed = new StagedMetrics();
    renewed.histogram("test_thing", "Another thing.", new double[] {1});
    SwitchedReader reader = new SwitchedReader(metrics);
    JmxExporter switched = new JmxExporter(reader, clock, scheduler, server);
    switched.start();
    try {
      reader.current = renewed;
      ObjectName name = SeriesName.of("test_thing", List.of());
      assertThrows(AttributeNotFoundException.class, () -> server.getAttribute(name, "Value"));
      scheduler.advance(10_000);
      assertEquals(0L, server.getAttribute(name, "Count"));
      assertEquals("Another thing.", server.getMBeanInfo(name).getDescription());
    } finally {
      switched.stop();
    }
  }

  @Test
  void leavesANameThatIsTakenToItsOwnerSaysSoOnceAndTakesItWhenItIsFree() throws Exception {
    for (int i = 0; i < 3; i++) {
      metrics.counter("test_commits_total", "Commits.", "n", "" + i).set(i);
    }
    ObjectName taken = new ObjectName("io.togglebolt:type=metrics,name=test_commits_total,n=\"1\"");
    server.registerMBean(new StandardMBean((Runnable) () -> {}, Runnable.class), taken);
    exporter.start();
    assertEquals(3, shown().size());
    assertThrows(AttributeNotFoundException.class, () -> server.getAttribute(taken, "Value"));
    scheduler.advance(60_000);
    assertEquals(
        List.of(
            "not shown over JMX, and tried again every 10 s: 1 series, the first because somebody"
                + " else has registered "
                + taken),
        log.messages());
    server.unregisterMBean(taken);
    scheduler.advance(10_000);
    assertEquals(1.0, server.getAttribute(taken, "Value"));
  }

  @Test
  void doesNotRemoveWhatSomebodyElseHasRegistered() throws Exception {
    metrics.counter("test_commits_total", "Commits.");
    ObjectName taken = SeriesName.of("test_commits_total", List.of());
    server.registerMBean(new StandardMBean((Runnable) () -> {}, Runnable.class), taken);
    exporter.start();
    exporter.stop();
    assertEquals(Set.of(taken), shown());
  }

  @Test
  void stopsQuietlyWhereSomebodyElseHasRemovedABean() throws Exception {
    metrics.counter("test_commits_total", "Commits.");
    metrics.counter("test_starts_total", "Starts.");
    exporter.start();
    server.unregisterMBean(SeriesName.of("test_commits_total", List.of()));
    exporter.stop();
    assertEquals(Set.of(), shown());
  }

  @Test
  void publishesNothingOnceItWasStoppedByAListenerAmidARegistration() throws Exception {
    for (int i = 0; i < SERIES; i++) {
      metrics.counter("test_commits_total", "Commits.", "n", "" + i);
    }
    List<Object> registered = new ArrayList<>();
    onRegistration(
        () -> {
          registered.add("one");
          if (registered.size() == SERIES / 2) {
            exporter.stop();
          }
        });
    exporter.start();
    assertEquals(SERIES / 2, registered.size());
    assertEquals(Set.of(), shown());
    assertEquals(0, scheduler.pending());
  }

  @Test
  void publishesNothingWhenItWasStoppedWhileItReadTheRegistry() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    metrics.gauge(
        "test_slow",
        "Slow.",
        () -> {
          reading.countDown();
          awaited(goOn);
          return 1;
        });
    Thread looking = Thread.ofPlatform().start(exporter::start);
    assertTrue(awaited(reading));
    exporter.stop();
    goOn.countDown();
    looking.join();
    assertEquals(Set.of(), shown());
    assertEquals(0, scheduler.pending());
  }

  @Test
  void leavesNothingHoweverStoppingMeetsALook() throws Exception {
    for (int i = 0; i < SERIES; i++) {
      metrics.counter("test_commits_total", "Commits.", "n", "" + i);
    }
    for (int round = 0; round < 200; round++) {
      JmxExporter raced = new JmxExporter(metrics, clock, scheduler, server);
      CountDownLatch some = new CountDownLatch(round % SERIES + 1);
      onRegistration(some::countDown);
      Thread looking = Thread.ofPlatform().start(raced::start);
      assertTrue(awaited(some));
      raced.stop();
      assertEquals(Set.of(), shown(), "right after stop, round " + round);
      looking.join();
      assertEquals(Set.of(), shown(), "after the look, round " + round);
      assertEquals(0, scheduler.pending(), "round " + round);
    }
  }

  @Test
  void saysOnceThatItCannotFollowAndFollowsAgain() throws Exception {
    exporter.start();
    metrics.counter("test_commits_total", "Commits.");
    metrics.failing(true);
    scheduler.advance(30_000);
    assertEquals(
        List.of(
            "the MBeans cannot follow the metrics at present: java.lang.IllegalStateException: this"
                + " registry cannot be read, as the test asked for"),
        log.messages());
    metrics.failing(false);
    scheduler.advance(1_000);
    assertEquals(1, shown().size());
  }

  @Test
  void followsAgainAfterARegistryWhoseClassesWereGone() throws Exception {
    SwitchedReader reader = new SwitchedReader(metrics);
    JmxExporter switched = new JmxExporter(reader, clock, scheduler, server);
    switched.start();
    try {
      reader.current = new BrokenReader(UnreadableError::new);
      scheduler.advance(2_000);
      assertEquals(
          List.of(
              "the MBeans cannot follow the metrics at present: "
                  + UnreadableError.class.getName()
                  + " (its message cannot be read)"),
          log.messages());
      metrics.counter("test_commits_total", "Commits.");
      reader.current = metrics;
      scheduler.advance(1_000);
      assertEquals(1, shown().size());
    } finally {
      switched.stop();
    }
  }

  @Test
  void handsAnErrorToTheSchedulerAndFollowsAgain() throws Exception {
    SwitchedReader reader = new SwitchedReader(metrics);
    JmxExporter switched = new JmxExporter(reader, clock, scheduler, server);
    switched.start();
    try {
      reader.current = new BrokenReader(StackOverflowError::new);
      AssertionError reported = assertThrows(AssertionError.class, () -> scheduler.advance(1_000));
      assertTrue(reported.getCause() instanceof StackOverflowError);
      metrics.counter("test_commits_total", "Commits.");
      reader.current = metrics;
      scheduler.advance(1_000);
      assertEquals(1, shown().size());
    } finally {
      switched.stop();
    }
  }

  @Test
  void saysInWordsThatABeanCouldNotBeRemoved() throws Exception {
    MBeanServer refusing =
        (MBeanServer)
            Proxy.newProxyInstance(
                JmxExporterTest.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("unregisterMBean")) {
                    throw new IllegalStateException("not now");
                  }
                  return method.invoke(server, arguments);
                });
    Logger beans = Logger.getLogger(PublishedBeans.class.getName());
    beans.addHandler(log);
    beans.setUseParentHandlers(false);
    try {
      metrics.counter("test_commits_total", "Commits.");
      JmxExporter refused = new JmxExporter(metrics, clock, scheduler, refusing);
      refused.start();
      refused.stop();
      assertEquals(
          List.of(
              "the MBean "
                  + SeriesName.of("test_commits_total", List.of())
                  + " could not be removed: java.lang.IllegalStateException: not now"),
          log.messages());
    } finally {
      beans.removeHandler(log);
      beans.setUseParentHandlers(true);
    }
  }

  private Set<ObjectName> shown() throws Exception {
    return server.queryNames(new ObjectName(SeriesName.ALL), null);
  }

  private void onRegistration(Runnable task) throws Exception {
    server.addNotificationListener(
        MBeanServerDelegate.DELEGATE_NAME,
        (event, handback) -> {
          if (event.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
            task.run();
          }
        },
        null,
        null);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Notes which families are read. */
  private record Watched(MetricsReader reader, List<String> asked) implements MetricsReader {
    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      List<MetricFamily> read = reader.read(wanted);
      read.forEach(family -> asked.add(family.name()));
      return read;
    }

    @Override
    public long shape() {
      return reader.shape();
    }
  }

  /** Becomes another registry. */
  private static final class SwitchedReader implements MetricsReader {
    private volatile MetricsReader current;

    SwitchedReader(MetricsReader current) {
      this.current = current;
    }

    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      return current.read(wanted);
    }

    @Override
    public long shape() {
      return current.shape();
    }
  }

  /** Cannot even say how it is. */
  private record BrokenReader(Supplier<Error> failure) implements MetricsReader {
    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      throw failure.get();
    }

    @Override
    public long shape() {
      throw failure.get();
    }
  }

  private static final class UnreadableError extends LinkageError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  private static final class Recorded extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord logged) {
      if (logged.getThrown() != null) {
        messages.add("a throwable was handed on: " + logged.getThrown());
      }
      messages.add(new SimpleFormatter().formatMessage(logged));
    }

    synchronized List<String> messages() {
      return List.copyOf(messages);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
