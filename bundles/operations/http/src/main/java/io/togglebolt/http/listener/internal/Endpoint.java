package io.togglebolt.http.listener.internal;

/**
 * Where to listen.
 *
 * @param host a name or an address; without brackets
 * @param port 0 for any that is free
 */
record Endpoint(String host, int port) {
  /** The highest port there is. */
  static final int PORT_MAX = 65_535;

  Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty; expected a name or an address");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "port is " + port + "; expected a number from 0 (any that is free) to " + PORT_MAX);
    }
  }

  /** As in an address of the web. */
  static String authority(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  @Override
  public String toString() {
    return authority(host, port);
  }
}
