package io.togglebolt.metrics.exporters.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener that may come and go: what is published here moves to the one that comes. Guarded by
 * its monitor, which is held while a listener is told of a publication.
 */
final class HttpRelay implements HttpListener {
  private static final Logger LOG = System.getLogger("io.togglebolt.metrics.exporters");

  private final class Kept implements Publication {
    private final String path;
    private final HttpHandler handler;
    private @Nullable Publication there;

    Kept(String path, HttpHandler handler) {
      this.path = path;
      this.handler = handler;
    }

    @Override
    public void close() {
      synchronized (HttpRelay.this) {
        kept.remove(this);
        withdraw();
      }
    }

    void withdraw() {
      Publication leaving = there;
      there = null;
      if (leaving != null) {
        takeBack(leaving, path);
      }
    }
  }

  private final Set<Kept> kept = new LinkedHashSet<>();
  private @Nullable HttpListener listener;

  /** Publishes everything there, and then no more where it was. */
  synchronized void use(HttpListener next) {
    listener = next;
    for (Kept each : kept) {
      Publication before = each.there;
      each.there = null;
      try {
        each.there = next.publish(each.path, each.handler);
      } catch (RuntimeException refused) {
        notShown(each.path, refused.getMessage());
      } catch (LinkageError gone) {
        notShown(each.path, gone.toString());
      }
      if (before != null) {
        takeBack(before, each.path);
      }
    }
  }

  /** In words: a log that keeps its entries would keep the listener's classes. */
  private static void notShown(String path, @Nullable String reason) {
    LOG.log(Level.WARNING, "{0} is not shown over HTTP: {1}", path, reason);
  }

  /** One listener that fails at it must not keep the other paths from moving. */
  private static void takeBack(Publication leaving, String path) {
    try {
      leaving.close();
    } catch (RuntimeException | LinkageError failed) {
      LOG.log(
          Level.WARNING,
          "{0} could not be taken back from the HTTP listener: {1}",
          path,
          failed.toString());
    }
  }

  /** Publishes nowhere, unless another listener has taken over since. */
  synchronized void stopUsing(HttpListener left) {
    if (listener == left) {
      listener = null;
      kept.forEach(Kept::withdraw);
    }
  }

  @Override
  public synchronized Publication publish(String path, HttpHandler handler) {
    Kept made = new Kept(path, handler);
    HttpListener now = listener;
    if (now != null) {
      try {
        made.there = now.publish(path, handler);
      } catch (LinkageError gone) {
        // The listener's bundle is on its way out, which is not the exporter's fault.
        notShown(path, gone.toString());
      }
    }
    kept.add(made);
    return made;
  }

  @Override
  public Optional<String> trouble() {
    HttpListener now;
    synchronized (this) {
      now = listener;
    }
    if (now == null) {
      return Optional.of("there is no HTTP listener");
    }
    try {
      return now.trouble();
    } catch (RuntimeException | LinkageError failed) {
      return Optional.of("the HTTP listener does not say why: " + failed);
    }
  }

  @Override
  public Optional<URI> address() {
    HttpListener now;
    synchronized (this) {
      now = listener;
    }
    return now == null ? Optional.empty() : now.address();
  }
}
