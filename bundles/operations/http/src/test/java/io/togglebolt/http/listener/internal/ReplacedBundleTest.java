package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bundle that was replaced loads no class any more, and may still be answering. */
@Timeout(60)
class ReplacedBundleTest {
  private static final String PACKAGE = Listener.class.getPackageName() + ".";

  /** Loads the listener's classes by itself, until it is replaced. */
  private static final class Bundle extends ClassLoader {
    private final Set<String> missed = new ConcurrentSkipListSet<>();
    private volatile boolean replaced;

    Bundle() {
      super(Listener.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      if (replaced) {
        missed.add(name);
        throw new ClassNotFoundException(name + " left with its bundle");
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }

    Object make(String name, List<Class<?>> types, Object... values) throws Exception {
      Constructor<?> constructor =
          loadClass(PACKAGE + name).getDeclaredConstructor(types.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    }
  }

  private static String ask(URI address, String head, String body) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout((int) Web.LONG.toMillis());
      String request = head + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = Web.rest(socket.getInputStream());
      return answer.isEmpty() ? answer : answer.substring("HTTP/1.1 ".length());
    }
  }

  @Test
  void itAnswersWhateverItIsAsked() throws Exception {
    Bundle bundle = new Bundle();
    SimulatedClock clock = new SimulatedClock();
    Object made =
        bundle.make(
            "Listener",
            List.of(Clock.class, Scheduler.class, long.class),
            clock,
            new SimulatedScheduler(clock),
            1L);
    HttpListener listener = (HttpListener) made;
    HttpHandler fine =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().close();
        };
    listener.publish("/fine", fine);
    listener.publish("/empty", exchange -> exchange.sendResponseHeaders(204, -1));
    listener.publish("/silent", exchange -> {});
    listener.publish(
        "/broken",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          throw new IllegalStateException("broken");
        });
    listener.publish("/left", fine).close();
    Object endpoint = bundle.make("Endpoint", List.of(String.class, int.class), "127.0.0.1", 0);
    Method listenAt = made.getClass().getDeclaredMethod("listenAt", endpoint.getClass());
    listenAt.setAccessible(true);
    try (Log log = new Log();
        AutoCloseable closed = (AutoCloseable) made) {
      listenAt.invoke(made, endpoint);
      URI address = listener.address().orElseThrow();
      bundle.replaced = true;
      assertEquals(made, closed);
      assertTrue(ask(address, "GET /unknown", "").startsWith("503 "));
      clock.advance(Publications.YOUNG_MILLIS);
      assertTrue(ask(address, "GET /unknown", "").startsWith("404 "));
      assertTrue(ask(address, "GET /left", "").startsWith("503 "));
      assertTrue(ask(address, "GET /", "").startsWith("200 "));
      assertTrue(ask(address, "DELETE /", "").startsWith("405 "));
      assertTrue(ask(address, "GET /fine", "").startsWith("200 "));
      assertTrue(ask(address, "GET /empty", "").startsWith("204 "));
      assertTrue(ask(address, "GET /silent", "").startsWith("500 "));
      // What was written before it broke is a header at most.
      ask(address, "GET /broken", "");
      assertTrue(ask(address, "GET http://evil/", "").startsWith("200 "));
      assertTrue(
          log.lines().stream().anyMatch(line -> line.contains("what answers /silent failed")),
          log.lines()::toString);
    }
    assertEquals(Set.of(), new TreeSet<>(bundle.missed));
  }
}
