package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever metrics throw, and from wherever, the database does its work and says so once. */
class ThrowingMetricsTest {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] KEY = {'k'};
  private static final Logger LOGGER = Logger.getLogger(DatabaseMetrics.class.getName());
  private static final List<Supplier<Throwable>> FAILURES =
      List.of(
          () -> new InvalidMetricException("injected"),
          () -> new IllegalStateException("injected"),
          () -> new NoClassDefFoundError("injected"),
          () -> new AssertionError("injected"));

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          warnings.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void unlisten() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  @Test
  void eachCallThatIsMadeMayFailAlone() throws IOException {
    ThrowingMetrics sound = new ThrowingMetrics(method -> false, IllegalStateException::new);
    live(sound);
    assertEquals(List.of(), warnings);
    assertTrue(sound.calls() > 40, () -> "only " + sound.calls() + " calls");
    for (int call = 1; call <= sound.calls(); call++) {
      int chosen = call;
      int[] called = {0};
      ThrowingMetrics failing =
          new ThrowingMetrics(
              method -> ++called[0] == chosen, FAILURES.get(chosen % FAILURES.size()));
      warnings.clear();
      live(failing);
      assertEquals(1, failing.failures());
      assertEquals(1, warnings.size(), warnings::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scope", "histogram", "gauge", "increment", "observeNanos", "close"})
  void allCallsOfOneMethodMayFail(String name) throws IOException {
    Predicate<Method> refused = method -> method.getName().equals(name);
    for (Supplier<Throwable> failure : FAILURES) {
      ThrowingMetrics failing = new ThrowingMetrics(refused, failure);
      warnings.clear();
      live(failing);
      assertTrue(failing.failures() > 0);
      assertEquals(1, warnings.size(), warnings::toString);
    }
  }

  @Test
  void aStackThatOverflowsWhileRecordingIsNotWrittenAbout() throws IOException {
    ThrowingMetrics failing =
        new ThrowingMetrics(
            method -> method.getName().equals("observeNanos"),
            () -> new StackOverflowError("injected"));
    live(failing);
    assertTrue(failing.failures() > 2);
    assertEquals(List.of(), warnings);
  }

  /** All that a database does with metrics. */
  private static void live(ThrowingMetrics metrics) throws IOException {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    DatabaseOptions options = DatabaseOptions.defaults().withMetrics(metrics.metrics());
    try (Database database = bed.open(options)) {
      database.update(transaction -> transaction.createBucket(BUCKET).put(KEY, KEY));
      database.batch(transaction -> transaction.bucket(BUCKET).put(BUCKET, KEY));
      database.beginWrite().close();
      database.backup(OutputStream.nullOutputStream());
      database.shrink();
      assertTrue(database.stats().commits() >= 2);
      assertEquals(1, database.stats().rollbacks());
    }
    try (Database database = bed.open(options.withMetrics(null));
        Transaction reader = database.beginRead()) {
      assertNotNull(reader.bucket(BUCKET).get(KEY));
      assertNotNull(reader.bucket(BUCKET).get(BUCKET));
    }
  }
}
