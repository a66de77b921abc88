package io.togglebolt.metrics.jmx.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The MBeans that are ours in the server. Thread-safe: one monitor guards what is published and
 * whether it still may be. It is held for one registration at a time, not for all of a listing: the
 * server tells its listeners of each one on our thread, and {@link #close} waits at most for one of
 * them. What a listener calls back here takes no monitor.
 */
final class PublishedBeans implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.togglebolt.metrics.jmx");

  private final MBeanServer server;
  private final Map<ObjectName, SeriesMBean> published = new LinkedHashMap<>();
  private boolean closed;

  PublishedBeans(MBeanServer server) {
    this.server = server;
  }

  /**
   * Takes back what is not wanted any more, and publishes what is.
   *
   * @return of what could not be published, the reasons
   */
  List<String> follow(Map<ObjectName, SeriesMBean> wanted) {
    for (ObjectName name : names()) {
      if (!wanted.containsKey(name)) {
        withdraw(name);
      }
    }
    List<String> refusals = new ArrayList<>();
    wanted.forEach((name, bean) -> publish(name, bean).ifPresent(refusals::add));
    return refusals;
  }

  private synchronized Set<ObjectName> names() {
    return Set.copyOf(published.keySet());
  }

  private synchronized Optional<String> publish(ObjectName name, SeriesMBean bean) {
    SeriesMBean known = published.get(name);
    if (closed || (known != null && known.sameAs(bean))) {
      return Optional.empty();
    }
    if (known != null) {
      withdraw(name);
    }
    // Kept first: a listener of the server may close this on our own thread.
    published.put(name, bean);
    try {
      server.registerMBean(bean, name);
      return Optional.empty();
    } catch (InstanceAlreadyExistsException taken) {
      published.remove(name);
      return Optional.of("somebody else has registered " + name);
    } catch (JMException refused) {
      published.remove(name);
      return Optional.of(name + " is refused: " + refused.getMessage());
    }
  }

  private synchronized void withdraw(ObjectName name) {
    if (published.remove(name) == null) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException gone) {
      LOG.log(Level.DEBUG, "somebody else has removed {0}", name);
    } catch (JMException | RuntimeException failure) {
      // The others still have to go.
      LOG.log(Level.WARNING, "the MBean {0} could not be removed: {1}", name, Words.of(failure));
    }
  }

  /** Takes everything back, for good. Closing twice does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    names().forEach(this::withdraw);
  }
}
