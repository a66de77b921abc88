package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.slot.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an exporter's bundle has left and nobody serves it any more, its classes can go. */
@Timeout(60)
class ExporterLeakTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  /**
   * An exporter whose classes a throw-away loader defines. It publishes and schedules, and its end
   * fails with an exception of its own, so that it takes nothing back.
   */
  public static final class Foreign implements MetricsExporterFactory {
    @Override
    public String name() {
      return "foreign";
    }

    @Override
    public MetricsExporter create(ExporterSite site) {
      return new Exporter(site);
    }

    /** What it makes. */
    public static final class Exporter implements MetricsExporter {
      private final ExporterSite site;

      Exporter(ExporterSite site) {
        this.site = site;
      }

      @Override
      public void start() {
        if (Boolean.getBoolean("togglebolt.test.never")) {
          throw new Failure();
        }
        site.http().publish("/foreign", exchange -> site.metrics().read());
        site.scheduler().schedule(() -> site.metrics().read(), 3_600_000);
      }

      @Override
      public void stop() {
        throw new Failure();
      }

      @Override
      public String where() {
        return "nowhere";
      }
    }

    /** An exception that would keep the loader. */
    public static final class Failure extends RuntimeException {
      private static final long serialVersionUID = 1;

      /** Says why. */
      public Failure() {
        super("made to fail");
      }
    }

    /** A factory that cannot make one. */
    public static final class Broken implements MetricsExporterFactory {
      /** Made by name. */
      public Broken() {}

      @Override
      public String name() {
        return "foreign";
      }

      @Override
      public MetricsExporter create(ExporterSite site) {
        throw new Failure();
      }
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(ExporterLeakTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Foreign.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }

  private static Candidate<MetricsExporterFactory> foreign(Class<?> type, int ranking) {
    try {
      Class<?> loaded = new Loader().loadClass(type.getName());
      assertNotSame(type, loaded);
      MetricsExporterFactory factory =
          (MetricsExporterFactory) loaded.getConstructor().newInstance();
      return new Candidate<>("foreign", ranking, 9, type.getName(), factory, () -> {});
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(broken);
    }
  }

  /** In a method of its own, so that no local variable keeps what it looks for. */
  private WeakReference<ClassLoader> comeAndGo(Class<?> type, State expected) {
    Candidate<MetricsExporterFactory> candidate = foreign(type, 10);
    WeakReference<ClassLoader> loader =
        new WeakReference<>(candidate.factory().getClass().getClassLoader());
    house.exporters.add(candidate);
    house.scheduler.runUntilIdle();
    assertEquals(expected, house.status("foreign").state());
    house.exporters.remove(candidate);
    house.scheduler.advance(Place.GRACE_MILLIS);
    return loader;
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) {
    List<byte[]> pressure = new ArrayList<>();
    House.eventually(
        "the class loader is collected",
        () -> {
          pressure.add(new byte[1 << 16]);
          System.gc();
          return loader.get() == null;
        });
  }

  @Test
  void oneThatServedIsForgottenThoughItsEndFailed() {
    house.exporters.http().use(new RecordingListener());
    WeakReference<ClassLoader> loader = comeAndGo(Foreign.class, State.SERVING);
    assertEquals(List.of(), house.names());
    assertCollected(loader);
  }

  @Test
  void oneThatWasReplacedIsForgotten() {
    house.add("foreign", "ours", 0);
    WeakReference<ClassLoader> loader = comeAndGo(Foreign.class, State.SERVING);
    assertEquals("at foreign/ours", house.status("foreign").where());
    assertCollected(loader);
  }

  @Test
  void oneThatCouldNotBeMadeIsForgotten() {
    WeakReference<ClassLoader> loader = comeAndGo(Foreign.Broken.class, State.FAILED);
    assertEquals(List.of(), house.names());
    assertCollected(loader);
  }
}
