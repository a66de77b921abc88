package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpServer;
import io.togglebolt.runtime.Scheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The port, and what is done to have it. All of its state is guarded by its monitor, which is held
 * while a server begins or stops and never while a request is answered.
 */
final class Binding {
  private static final Logger LOG = System.getLogger(ListenerComponent.PID);

  private static final String NOWHERE = "it is to listen at no port";

  /** Makes what answers the requests that come in at a place. */
  interface Answering {
    Requests at(Endpoint endpoint, boolean loopback);
  }

  private final Scheduler scheduler;
  private final Answering answering;
  private @Nullable Endpoint wanted;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;
  private @Nullable Requests requests;
  private Scheduler.@Nullable Scheduled retry;
  private long retryMillis = TimeUnit.SECONDS.toMillis(Settings.RETRY_SECONDS);
  private boolean warned;
  private volatile @Nullable URI address;
  private volatile @Nullable String trouble = NOWHERE;

  Binding(Scheduler scheduler, Answering answering) {
    this.scheduler = scheduler;
    this.answering = answering;
  }

  Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /** Why it does not listen, in words; empty while it does. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Leaves the port that it has, if it is another one, and takes this one; null for none. */
  synchronized void want(@Nullable Endpoint next) {
    if (next == null ? wanted == null : next.equals(wanted)) {
      return;
    }
    leave();
    wanted = next;
    trouble = next == null ? NOWHERE : null;
    warned = false;
    if (next != null) {
      take(next);
    }
  }

  /** How long after a failure the port is tried again; one that is missed just now, too. */
  synchronized void retryAfter(long millis) {
    retryMillis = millis;
    Scheduler.Scheduled waiting = retry;
    Endpoint missed = wanted;
    if (waiting != null && missed != null) {
      waiting.cancel();
      retry = scheduler.schedule(() -> again(missed), millis);
    }
  }

  private synchronized void again(Endpoint endpoint) {
    // Another place may be wanted by now, or this one taken.
    if (endpoint.equals(wanted) && server == null) {
      take(endpoint);
    }
  }

  private void take(Endpoint endpoint) {
    try {
      listen(endpoint);
    } catch (IOException | RuntimeException refused) {
      retry = scheduler.schedule(() -> again(endpoint), retryMillis);
      trouble = endpoint + ": " + refused.getMessage();
      if (!warned) {
        LOG.log(
            Level.WARNING,
            "cannot listen for HTTP at {0}: {1}. Set host and port in etc/io.togglebolt.http.cfg,"
                + " or end who has the port. Everything else goes on; it is tried again every {2}"
                + " s",
            endpoint,
            refused.getMessage(),
            TimeUnit.MILLISECONDS.toSeconds(retryMillis));
        warned = true;
      }
    }
  }

  private void listen(Endpoint endpoint) throws IOException {
    InetSocketAddress socket = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (socket.isUnresolved()) {
      throw new UnknownHostException("no address is known of the host " + endpoint.host());
    }
    boolean loopback = socket.getAddress().isLoopbackAddress();
    JdkLimits.setWhereAbsent();
    HttpServer made = HttpServer.create(socket, 0);
    Requests answered = answering.at(endpoint, loopback);
    // One a connection that asks. None of them runs foreign code; that is done by Workers.
    ExecutorService readers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual()
                .name("togglebolt-http-", 1)
                .inheritInheritableThreadLocals(false)
                .factory());
    made.setExecutor(readers);
    made.createContext("/", answered);
    made.start();
    server = made;
    threads = readers;
    requests = answered;
    retry = null;
    trouble = null;
    address =
        URI.create("http://" + Endpoint.authority(endpoint.host(), made.getAddress().getPort()));
    tell(loopback);
  }

  private void tell(boolean loopback) {
    LOG.log(Level.INFO, "listens for HTTP at {0}{1}", address, warned ? " after all" : "");
    warned = false;
    if (!loopback) {
      LOG.log(
          Level.WARNING,
          "{0} can be reached from other machines, and what is shown there needs neither name nor"
              + " password; see to it that only those reach it who may",
          address);
    }
  }

  private void leave() {
    Scheduler.Scheduled waiting = retry;
    HttpServer stopping = server;
    ExecutorService readers = threads;
    Requests answered = requests;
    retry = null;
    server = null;
    threads = null;
    requests = null;
    address = null;
    if (waiting != null) {
      waiting.cancel();
    }
    if (stopping != null) {
      stopping.stop(0);
    }
    if (readers != null) {
      readers.shutdownNow();
    }
    if (answered != null) {
      answered.close();
    }
  }
}
