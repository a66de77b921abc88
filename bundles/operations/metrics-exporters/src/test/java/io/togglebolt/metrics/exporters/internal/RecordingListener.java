package io.togglebolt.metrics.exporters.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what is published, refuses what begins with a question mark. */
final class RecordingListener implements HttpListener {
  volatile @Nullable String trouble;
  private final List<String> shown = new ArrayList<>();

  synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  @Override
  public synchronized Publication publish(String path, HttpHandler handler) {
    if (path.startsWith("?")) {
      throw new IllegalArgumentException("'" + path + "' is no path");
    }
    shown.add(path);
    return () -> withdraw(path);
  }

  private synchronized void withdraw(String path) {
    shown.remove(path);
  }

  @Override
  public Optional<URI> address() {
    return trouble == null ? Optional.of(URI.create("http://127.0.0.1:2381")) : Optional.empty();
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
