package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.net.URI;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exporter to the log picks some of the engine's metrics by their names, which both have to
 * know: here it sums up a real database in the real registry.
 */
@Timeout(120)
final class LogSummaryTest {
  private static final byte[] BUCKET = {'b'};
  private static final String SUMMARY =
      "last 60 s: main 0\\.1 commits/s \\(p99 .+\\), .+iB \\(.+iB in use\\),"
          + " \\d+ pages pending \\(\\d+ held back\\), 1 readers \\(oldest .+\\)";

  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final MetricsRegistry registry = only(MetricsRegistry.class);

  @Test
  void theLogExporterFindsAllOfWhatTheEngineCountsAndMeasures(@TempDir Path folder)
      throws Exception {
    DatabaseOptions options =
        DatabaseOptions.defaults().withName("main").withMetrics(registry).withNoSync(true);
    MetricsExporter exporter = logExporter();
    try (Lines log = new Lines();
        Database database = only(DatabaseFactory.class).open(folder.resolve("main.db"), options)) {
      exporter.start();
      database.update(write -> write.createBucket(BUCKET));
      try (Transaction reader = database.beginRead("held")) {
        for (byte i = 0; i < 5; i++) {
          byte[] key = {i};
          database.update(write -> write.bucket(BUCKET).put(key, new byte[10_000]));
        }
        scheduler.advance(60_000);
        assertNull(reader.bucket(BUCKET).get(new byte[] {0}), "it is of before the writes");
      }
      exporter.stop();
      assertEquals(1, log.lines.size(), log.lines::toString);
      assertTrue(log.lines.getFirst().matches(SUMMARY), log.lines::toString);
    }
  }

  private MetricsExporter logExporter() throws Exception {
    return ServiceLoader.load(MetricsExporterFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals("log"))
        .findFirst()
        .orElseThrow()
        .create(new ExporterSite(registry, new NoListener(), clock, scheduler));
  }

  private static <S> S only(Class<S> service) {
    return ServiceLoader.load(service).findFirst().orElseThrow();
  }

  /** Nothing is published here. */
  private static final class NoListener implements HttpListener {
    @Override
    public Publication publish(String path, HttpHandler handler) {
      throw new AssertionError("the exporter to the log published " + path);
    }

    @Override
    public Optional<URI> address() {
      return Optional.empty();
    }
  }

  /** What the exporter writes, which nobody else hears. */
  private static final class Lines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.togglebolt.metrics");
    private final List<String> lines = new ArrayList<>();

    Lines() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      lines.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
