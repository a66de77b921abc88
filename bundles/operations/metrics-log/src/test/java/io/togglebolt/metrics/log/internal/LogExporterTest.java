package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.tck.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LogExporterTest {
  private final Stage stage = new Stage();
  private final List<String> lines = new ArrayList<>();
  private final LogExporter exporter =
      new LogExporter(stage.site(), new LogSettings(10, "test"), lines::add);

  @Test
  void writesTheFirstLineAtTheEndOfTheFirstPeriodAndOneEachPeriodFromThen() {
    AtomicLong commits = stage.metrics().counter(Look.COMMITS, "c", "database", "main");
    commits.set(1_000);
    exporter.start();
    commits.addAndGet(20);
    stage.advance(9_999);
    assertEquals(List.of(), lines);
    stage.advance(1);
    commits.addAndGet(5);
    stage.advance(10_000);
    assertEquals(List.of("last 10 s: main 2 commits/s", "last 10 s: main 0.5 commits/s"), lines);
    exporter.stop();
    stage.advance(60_000);
    assertEquals(2, lines.size());
  }

  @Test
  void measuresThePeriodThatItWasRatherThanTheOneThatWasAskedFor() {
    AtomicLong commits = stage.metrics().counter(Look.COMMITS, "c", "database", "main");
    List<Runnable> tasks = new ArrayList<>();
    ExporterSite site = stage.site();
    LogExporter late =
        new LogExporter(
            new ExporterSite(site.metrics(), site.http(), site.clock(), new HeldScheduler(tasks)),
            new LogSettings(10, "test"),
            lines::add);
    late.start();
    commits.set(100);
    stage.advance(50_000);
    tasks.getFirst().run();
    assertEquals(List.of("last 50 s: main 2 commits/s"), lines);
  }

  @Test
  void aLineAfterAFailureIsAboutTheWholeTimeSinceTheLastOne() {
    AtomicLong commits = stage.metrics().counter(Look.COMMITS, "c", "database", "main");
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      exporter.start();
      commits.set(60);
      stage.metrics().failing(true);
      stage.advance(20_000);
      stage.metrics().failing(false);
      stage.advance(10_000);
      assertEquals(List.of("last 30 s: main 2 commits/s"), lines);
      assertEquals(
          List.of(
              "WARNING the metrics cannot be summed up at present: java.lang.IllegalStateException:"
                  + " this registry cannot be read, as the test asked for"),
          log.messages);
    }
  }

  @Test
  void goesOnAfterARegistryWhoseClassesWereGone() {
    AtomicLong commits = stage.metrics().counter(Look.COMMITS, "c", "database", "main");
    FailingReader reader = new FailingReader(stage.metrics());
    LogExporter writing = over(reader);
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      writing.start();
      commits.set(60);
      reader.failure = new NoClassDefFoundError("io/example/Gone");
      stage.advance(20_000);
      reader.failure = null;
      stage.advance(10_000);
      assertEquals(List.of("last 30 s: main 2 commits/s"), lines);
      assertEquals(
          List.of(
              "WARNING the metrics cannot be summed up at present:"
                  + " java.lang.NoClassDefFoundError: io/example/Gone"),
          log.messages);
    }
    writing.stop();
  }

  @Test
  void handsAnErrorToTheSchedulerAndGoesOn() {
    FailingReader reader = new FailingReader(stage.metrics());
    LogExporter writing = over(reader);
    writing.start();
    StackOverflowError failure = new StackOverflowError();
    reader.failure = failure;
    AssertionError reported = assertThrows(AssertionError.class, () -> stage.advance(10_000));
    assertSame(failure, reported.getCause());
    reader.failure = null;
    stage.advance(10_000);
    assertEquals(List.of("last 20 s: no database"), lines);
    writing.stop();
  }

  @Test
  void saysSoWhereAFailureHasNoWords() {
    FailingReader reader = new FailingReader(stage.metrics());
    LogExporter writing = over(reader);
    try (Recorded log = new Recorded(LogExporterComponent.PID)) {
      writing.start();
      reader.failure = new UnreadableError();
      stage.advance(10_000);
      assertEquals(
          List.of(
              "WARNING the metrics cannot be summed up at present: "
                  + UnreadableError.class.getName()
                  + " (its message cannot be read)"),
          log.messages);
    }
    writing.stop();
  }

  private LogExporter over(MetricsReader reader) {
    ExporterSite site = stage.site();
    return new LogExporter(
        new ExporterSite(reader, site.http(), site.clock(), site.scheduler()),
        new LogSettings(10, "test"),
        lines::add);
  }

  /** Throws what the test likes. */
  private static final class FailingReader implements MetricsReader {
    private final MetricsReader reader;
    private @Nullable Error failure;

    FailingReader(MetricsReader reader) {
      this.reader = reader;
    }

    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      if (failure != null) {
        throw failure;
      }
      return reader.read(wanted);
    }

    @Override
    public long shape() {
      return reader.shape();
    }
  }

  private static final class UnreadableError extends LinkageError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void writesNothingWhenItWasStoppedWhileItReadTheRegistry() throws Exception {
    CountDownLatch reading = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    stage
        .metrics()
        .gauge(
            Look.SIZE,
            "Slow.",
            () -> {
              reading.countDown();
              if (reading.getCount() == 0) {
                awaited(goOn);
              }
              return 1;
            },
            "database",
            "main");
    exporter.start();
    Thread looking = Thread.ofPlatform().start(() -> stage.advance(10_000));
    assertTrue(awaited(reading));
    exporter.stop();
    goOn.countDown();
    looking.join();
    assertEquals(List.of(), lines);
    assertEquals(0, stage.scheduled());
  }

  @Test
  void writesToTheLoggerOfItsConfigurationAtInfo() throws Exception {
    stage.metrics().counter(Look.COMMITS, "c", "database", "{0} it's").set(1);
    LogExporterFactory factory = new LogExporterFactory(new LogSettings(1, "test.summary"));
    try (Recorded log = new Recorded("test.summary")) {
      MetricsExporter made = factory.create(stage.site());
      assertEquals("logger test.summary, every 1 s", made.where());
      made.start();
      stage.metrics().gauge(Look.READERS, "r", () -> 1, "database", "{0} it's");
      stage.advance(1_000);
      made.stop();
      assertEquals(List.of("INFO last 1 s: {0} it's 0 commits/s, 1 readers"), log.messages);
    }
  }

  @Test
  void servesOnlyWhereItIsChosen() {
    assertTrue(new LogExporterFactory().ranking() < 0);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
