package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.http.HttpListener.Publication;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registry and listener come and go; what is served goes on. */
@Timeout(60)
class RelaysTest {
  private final House house = new House();

  /** A registry without families that remembers what it was asked for. */
  private static final class Registry implements MetricsReader {
    private final List<Boolean> asked = new ArrayList<>();

    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      asked.add(wanted.test("up"));
      return List.of();
    }

    @Override
    public long shape() {
      return 7;
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anotherRegistryIsShownByTheSameExporter() {
    FakeFactory factory = house.add("prometheus", "1", 0);
    MetricsReader shown = java.util.Objects.requireNonNull(factory.lastSite).metrics();
    long empty = shown.shape();
    assertEquals(List.of(), shown.read());
    Registry first = new Registry();
    Registry second = new Registry();
    house.exporters.metrics().use(first);
    long before = shown.shape();
    shown.read(name -> name.equals("up"));
    assertEquals(List.of(true), first.asked);
    house.exporters.metrics().use(second);
    house.exporters.metrics().stopUsing(first);
    shown.read(name -> false);
    assertEquals(List.of(false), second.asked);
    assertEquals(1, first.asked.size());
    assertNotEquals(empty, before);
    assertNotEquals(before, shown.shape(), "names may be others, whatever the registry says");
    house.exporters.metrics().stopUsing(second);
    assertEquals(List.of(), shown.read());
    assertEquals(1, second.asked.size());
    assertEquals(List.of("start prometheus/1"), house.events);
  }

  @Test
  void whatIsPublishedMovesToTheListenerThatComes() {
    FakeFactory factory = new FakeFactory("prometheus", "1", 0, house.events);
    factory.path = "/metrics";
    house.add(factory);
    RecordingListener first = new RecordingListener();
    RecordingListener second = new RecordingListener();
    HttpRelay http = house.exporters.http();
    assertTrue(http.address().isEmpty());
    http.use(first);
    assertEquals(List.of("/metrics"), first.shown());
    assertEquals(first.address(), http.address());
    http.use(second);
    http.stopUsing(first);
    assertEquals(List.of(), first.shown());
    assertEquals(List.of("/metrics"), second.shown());
    http.stopUsing(second);
    assertEquals(List.of(), second.shown());
    http.use(first);
    house.exporters.close();
    assertEquals(List.of(), first.shown());
    assertEquals(List.of("start prometheus/1", "stop prometheus/1"), house.events);
  }

  @Test
  void aPathThatIsNoneIsRefusedToTheExporterOrNamedInTheLog() {
    HttpRelay http = house.exporters.http();
    Publication wrong = http.publish("?x", exchange -> {});
    http.publish("/right", exchange -> {});
    RecordingListener listener = new RecordingListener();
    http.use(listener);
    assertEquals(List.of("/right"), listener.shown());
    assertEquals(List.of("WARNING ?x is not shown over HTTP: '?x' is no path"), house.log);
    wrong.close();
    assertThrows(IllegalArgumentException.class, () -> http.publish("?y", exchange -> {}));
  }

  /** A listener whose classes are gone in the middle of its life. */
  private static final class Going implements HttpListener {
    private final String path;
    private final RecordingListener listener = new RecordingListener();

    Going(String path) {
      this.path = path;
    }

    @Override
    public Publication publish(String published, HttpHandler handler) {
      if (published.equals(path)) {
        throw new NoClassDefFoundError("gone/Publishing");
      }
      Publication made = listener.publish(published, handler);
      return () -> {
        made.close();
        throw new NoClassDefFoundError("gone/Closing");
      };
    }

    @Override
    public Optional<URI> address() {
      return listener.address();
    }
  }

  @Test
  void aListenerThatFailsInTheMiddleKeepsNoOtherPathFromMoving() {
    HttpRelay http = house.exporters.http();
    Going going = new Going("/b");
    http.publish("/a", exchange -> {});
    Publication second = http.publish("/b", exchange -> {});
    http.publish("/c", exchange -> {});
    http.use(going);
    assertEquals(List.of("/a", "/c"), going.listener.shown());
    RecordingListener next = new RecordingListener();
    http.use(next);
    http.stopUsing(going);
    assertEquals(List.of("/a", "/b", "/c"), next.shown());
    assertEquals(List.of(), going.listener.shown());
    http.use(going);
    http.stopUsing(going);
    assertEquals(List.of(), going.listener.shown(), "all were taken back");
    second.close();
    String back =
        " could not be taken back from the HTTP listener: java.lang.NoClassDefFoundError:"
            + " gone/Closing";
    String notShown =
        "WARNING /b is not shown over HTTP: java.lang.NoClassDefFoundError: gone/Publishing";
    String a = "WARNING /a" + back;
    String c = "WARNING /c" + back;
    assertEquals(List.of(notShown, a, c, notShown, a, c), house.log);
  }

  @Test
  void whatAListenerOnItsWayOutCannotShowTheNextOneDoes() {
    HttpRelay http = house.exporters.http();
    http.use(new Going("/metrics"));
    FakeFactory factory = new FakeFactory("prometheus", "1", 0, house.events);
    factory.path = "/metrics";
    house.add(factory);
    assertEquals(List.of("start prometheus/1"), house.events);
    RecordingListener next = new RecordingListener();
    http.use(next);
    assertEquals(List.of("/metrics"), next.shown());
  }
}
