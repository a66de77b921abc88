package io.togglebolt.storage.spi;

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
}
