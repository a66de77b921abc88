package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The listener as a service. A port is opened only where a configuration asks for it, which may
 * leave all values out.
 */
@Component(
    service = HttpListener.class,
    immediate = true,
    configurationPid = ListenerComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerComponent.Config.class)
public final class ListenerComponent implements HttpListener {
  /** The configuration's PID. */
  public static final String PID = "io.togglebolt.http";

  private static final Logger LOG = System.getLogger(ListenerComponent.PID);

  /** Where to listen. */
  @ObjectClassDefinition(
      name = "Togglebolt HTTP listener",
      description = "Where metrics and the like are shown over HTTP, without authentication.")
  public @interface Config {
    /** The host. */
    @AttributeDefinition(
        required = false,
        description = "Name or address of the interface to listen at. Live.")
    String host() default Settings.HOST;

    /** The port; text, so that a wrong one is answered in words. */
    @AttributeDefinition(
        required = false,
        description = "The port; 0 for any that is free, empty or below 0 for none. Live.")
    String port() default Settings.PORT;

    /** How long after a failure the port is tried again; text likewise. */
    @AttributeDefinition(
        required = false,
        description = "Seconds after which a port in use is tried again, from 1 to 3600. Live.")
    String retry$_$seconds() default "" + Settings.RETRY_SECONDS;
  }

  private final Scheduler scheduler = Scheduler.background("togglebolt-http");
  private final Listener listener = new Listener(Clock.system(), scheduler);

  /** Made by Declarative Services; listens where it can. */
  @Activate
  public ListenerComponent(Config config, Map<String, Object> properties) {
    listen(config, properties);
  }

  private void listen(Config config, Map<String, Object> properties) {
    Set<String> unknown = Settings.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "the configuration {0} holds {1}, which nothing reads", PID, unknown);
    }
    try {
      Endpoint wanted = Settings.endpoint(config.host(), config.port());
      listener.retryAfter(Settings.retryMillis(config.retry$_$seconds()));
      listener.listenAt(wanted);
    } catch (IllegalArgumentException wrong) {
      LOG.log(
          Level.ERROR,
          "{0} in the configuration {1}; {2}",
          wrong.getMessage(),
          PID,
          listener
              .address()
              .map(address -> "it goes on listening at " + address)
              .orElse("HTTP is off until that is put right"));
    }
  }

  /** Listens where it is now wanted; what is published stays. */
  @Modified
  void modified(Config config, Map<String, Object> properties) {
    listen(config, properties);
  }

  /** Leaves the port. */
  @Deactivate
  void deactivate() {
    listener.close();
    scheduler.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindMetrics(Metrics metrics) {
    listener.metrics().use(metrics);
  }

  void unbindMetrics(Metrics metrics) {
    listener.metrics().stopUsing(metrics);
  }

  @Override
  public Publication publish(String path, HttpHandler handler) {
    return listener.publish(path, handler);
  }

  @Override
  public Optional<URI> address() {
    return listener.address();
  }

  @Override
  public Optional<String> trouble() {
    return listener.trouble();
  }
}
