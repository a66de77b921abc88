package io.togglebolt.wal.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes writers: a service in OSGi, found by {@link java.util.ServiceLoader} in plain Java. Holds
 * no state of the writers it made. Thread-safe.
 */
@ConsumerType
public interface WalWriterFactory {

  /**
   * The writer's name as users type it; in OSGi also the service property {@code togglebolt.name}.
   */
  String name();

  /** The higher wins where nobody chose by name; in OSGi also {@code service.ranking}. */
  default int ranking() {
    return 0;
  }

  /**
   * Whether what {@link WalWriter#append} returned from survives a power cut. A writer that is not
   * durable serves only where it is chosen by name: a log never falls back to it.
   */
  default boolean durable() {
    return true;
  }

  /** Makes a writer that has no segment yet. May be called on a background thread. */
  WalWriter create();
}
