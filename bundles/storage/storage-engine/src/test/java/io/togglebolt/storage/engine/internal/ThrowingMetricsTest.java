package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
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
          () -> new AssertionError("injected"),
          Unspeakable::new,
          () -> new IllegalStateException((String) null));

  /** Has no words for what it is. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      throw new IllegalStateException("injected into toString");
    }

    @Override
    public String getMessage() {
      throw new AssertionError("injected into getMessage");
    }

    @Override
    public String getLocalizedMessage() {
      throw new AssertionError("injected into getLocalizedMessage");
    }
  }

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Runnable published = () -> {};
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          warnings.add(record.getMessage());
          published.run();
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

  @Test
  void aLogThatFailsAsWellFailsNothing() throws IOException {
    published =
        () -> {
          throw new IllegalStateException("injected into the log");
        };
    for (String name : List.of("scope", "observeNanos", "close")) {
      warnings.clear();
      live(new ThrowingMetrics(method -> method.getName().equals(name), Unspeakable::new));
      assertEquals(1, warnings.size(), warnings::toString);
    }
  }

  @Test
  void recordingWaitsUntilTheNextWriterMayBegin() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    EngineDatabase[] database = new EngineDatabase[1];
    List<String> recorded = new CopyOnWriteArrayList<>();
    List<String> inside = new CopyOnWriteArrayList<>();
    ThrowingMetrics watching =
        new ThrowingMetrics(
            method -> {
              if (database[0] != null && !method.getName().equals("close")) {
                recorded.add(method.getName());
                if (database[0].inside()) {
                  inside.add(method.getName());
                }
              }
              return false;
            },
            AssertionError::new);
    try (Database open = bed.open(DatabaseOptions.defaults().withMetrics(watching.metrics()))) {
      database[0] = (EngineDatabase) open;
      open.update(transaction -> transaction.createBucket(BUCKET));
      open.batch(transaction -> transaction.bucket(BUCKET).put(KEY, KEY));
      open.beginWrite().close();
    }
    assertEquals(2 * 5 + 1, recorded.size(), recorded::toString);
    assertEquals(List.of(), inside);
  }

  @Test
  void whatFailsAtTheBoundaryIsToldOfWhenTheNextWriterMayBegin()
      throws ReflectiveOperationException {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    MetricsRegistry registry = MetricsView.newRegistry();
    try (Database database = bed.open(DatabaseOptions.defaults().withMetrics(registry))) {
      List<Boolean> inside = new CopyOnWriteArrayList<>();
      published = () -> inside.add(((EngineDatabase) database).inside());
      Transaction writer = database.beginWrite();
      registry.read();
      breakLooks(database);
      writer.createBucket(BUCKET).put(KEY, KEY);
      writer.commit();
      assertEquals(1, warnings.size(), warnings::toString);
      assertEquals(List.of(false), inside);
      database.update(transaction -> transaction.bucket(BUCKET).put(BUCKET, KEY));
      assertEquals(1, warnings.size(), warnings::toString);
    }
  }

  /** What looks at the database finds nothing there. */
  private static void breakLooks(Database database) throws ReflectiveOperationException {
    Object metrics = field(EngineDatabase.class, "metrics").get(database);
    Object looks = field(DatabaseMetrics.class, "spaces").get(metrics);
    field(SpaceLooks.class, "writeSide").set(looks, null);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
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
