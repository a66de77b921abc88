package io.togglebolt.demo.internal;

import io.togglebolt.slot.SlotStatus;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The range policy's configuration, changed live for a while. A change withdraws the policy's
 * service and registers another, which is how one sees that it counts.
 */
final class RangeClaim implements AutoCloseable {
  private static final String PID = "io.togglebolt.freelist.range";
  private static final String KEY = "freelist-pages";
  private static final String FACTORY = "io.togglebolt.storage.spi.FreelistPolicyFactory";
  private static final String ANY_LOCATION = "?";

  private final BundleContext context;
  private final Configuration configuration;
  private final @Nullable Dictionary<String, Object> before;
  private final String value;

  private RangeClaim(BundleContext context, Configuration configuration, String value) {
    this.context = context;
    this.configuration = configuration;
    this.value = value;
    before = configuration.getProperties();
  }

  /** Sets the configuration, until this is closed. */
  static RangeClaim set(BundleContext context, ConfigurationAdmin admin, String value)
      throws IOException {
    RangeClaim claim = new RangeClaim(context, admin.getConfiguration(PID, ANY_LOCATION), value);
    Dictionary<String, Object> changed = new Hashtable<>();
    Dictionary<String, Object> before = claim.before;
    if (before != null) {
      before.keys().asIterator().forEachRemaining(key -> changed.put(key, before.get(key)));
    }
    changed.put(KEY, value);
    claim.configuration.update(changed);
    return claim;
  }

  /** Waits until a database is served by the policy as it is configured now. */
  void awaitServing(Subject subject) {
    Waiting.until(
        "the range policy with " + KEY + " = " + value + " serves", () -> serves(subject));
  }

  private boolean serves(Subject subject) {
    Optional<String> ending = serviceId().map(id -> "/" + id);
    return ending.isPresent()
        && subject.freelist().status().candidates().stream()
            .filter(SlotStatus.CandidateStatus::active)
            .anyMatch(candidate -> candidate.key().endsWith(ending.get()));
  }

  /** The service of the policy that has the wanted configuration, once it is registered. */
  private Optional<Object> serviceId() {
    try {
      // All references: this bundle does not know the factory's type, and does not need to.
      ServiceReference<?>[] found =
          context.getAllServiceReferences(
              FACTORY, "(&(togglebolt.name=range)(" + KEY + "=" + value + "))");
      return Stream.ofNullable(found)
          .flatMap(Stream::of)
          .findFirst()
          .map(reference -> reference.getProperty(Constants.SERVICE_ID));
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalArgumentException(value + " cannot stand in a filter", impossible);
    }
  }

  /** Gives the configuration its former content back. */
  @Override
  public void close() throws IOException {
    if (before == null) {
      configuration.delete();
    } else {
      configuration.update(before);
    }
  }
}
