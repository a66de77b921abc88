package io.togglebolt.http.listener.internal;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a listener on the loopback interface answers. A page of the web may have its own name
 * resolve to 127.0.0.1 and so read, through its visitor's browser, what is meant for this machine;
 * the browser tells by the Host header. As etcd does, such a request is refused. An address cannot
 * be made to resolve elsewhere, so all addresses are accepted.
 */
final class Hosts {
  private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.%]+]|[0-9.]+");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  private Hosts() {}

  /**
   * Whether a Host header is one of this machine.
   *
   * @param header the header, or null where the request has none, as no browser's has
   * @param configured the host that the listener was configured with
   */
  static boolean isLocal(@Nullable String header, String configured) {
    if (header == null) {
      return true;
    }
    String host = PORT.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals(configured.toLowerCase(Locale.ROOT))
        || ADDRESS.matcher(host).matches();
  }
}
