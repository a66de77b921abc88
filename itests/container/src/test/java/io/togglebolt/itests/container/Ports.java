package io.togglebolt.itests.container;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface, as another program takes them. */
final class Ports {
  private Ports() {}

  /** Takes any port that is free. */
  static ServerSocket take() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  /** Waits until nobody listens at a port any more. */
  static void awaitFree(int port) {
    Await.until("nobody listens at port " + port, () -> isFree(port));
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      // Connections that have just ended are no hindrance.
      taken.setReuseAddress(true);
      taken.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (BindException inUse) {
      return false;
    }
  }
}
