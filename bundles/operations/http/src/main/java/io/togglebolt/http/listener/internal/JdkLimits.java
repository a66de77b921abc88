package io.togglebolt.http.listener.internal;

import java.util.Map;

/**
 * The limits of the JDK's server against connections that ask nothing, half a thing, or never read
 * the answer. It knows them as system properties only, for all servers of the process, and reads
 * them once, when its first server is made. So they are set right before that, and only where
 * nobody has set them: whoever has servers of their own decides on the command line.
 */
final class JdkLimits {
  private static final Map<String, String> LIMITS =
      Map.of(
          // Seconds for a request to be there as a whole, after which a connection that says
          // nothing
          // ends as well, and for its answer to be read.
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          // Connections at once, those that wait for their next request included.
          "jdk.httpserver.maxConnections", "1024");

  private JdkLimits() {}

  static void setWhereAbsent() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
