package io.togglebolt.storage.spi;

import java.util.Map;

/**
 * Makes freelist policies: a service in OSGi, found by {@link java.util.ServiceLoader} in plain
 * Java. Thread-safe.
 */
public interface FreelistPolicyFactory extends PartFactory {

  /**
   * Makes a policy that knows of no pending run; its owner then tells it of each with {@link
   * FreelistPolicy#freed}, in no particular order. May be called on a background thread.
   */
  FreelistPolicy create();

  /**
   * The same part with other settings: in plain Java, what a configuration is in OSGi. Setting
   * names are those of the configuration's properties. This factory is not changed.
   *
   * @throws IllegalArgumentException when a setting or its value is not known; the message names it
   *     and what was expected
   */
  default FreelistPolicyFactory withSettings(Map<String, String> settings) {
    if (settings.isEmpty()) {
      return this;
    }
    throw new IllegalArgumentException(
        "the freelist policy " + name() + " has no settings; found " + settings.keySet());
  }
}
