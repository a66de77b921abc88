package io.togglebolt.http;

import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The runtime's one place for what is shown over HTTP. Thread-safe. What is published here is shown
 * whenever the listener listens, now or later: whether its port could be had is its own affair.
 */
@ProviderType
public interface HttpListener {

  /** Something published; closing takes it back. */
  interface Publication extends AutoCloseable {
    /** No request begins here any more; requests under way end. Closing twice does nothing. */
    @Override
    void close();
  }

  /**
   * Shows something at a path, and at no path below it. The newest of several publications of one
   * path answers.
   *
   * @param path begins with a slash and has no slash at its end, {@code /metrics}; letters, digits
   *     and . _ ~ - between slashes
   * @param handler answers requests before it returns; called by several threads at once. What it
   *     throws is answered with status 500 and logged. It finds a request's body in memory: longer
   *     ones than 16 KiB are refused before it is asked
   * @throws IllegalArgumentException when the path is none
   */
  Publication publish(String path, HttpHandler handler);

  /** Where it listens, without a path, {@code http://127.0.0.1:2381}; empty while it does not. */
  Optional<URI> address();

  /**
   * Why it does not listen, in words for people, {@code 127.0.0.1:2381: Address already in use};
   * empty while it does, and where it does not know.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }
}
