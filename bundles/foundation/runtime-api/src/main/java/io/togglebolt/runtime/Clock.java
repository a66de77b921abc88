package io.togglebolt.runtime;

import org.osgi.annotation.versioning.ProviderType;

/** Time, as an owner may see it. Thread-safe. */
@ProviderType
public interface Clock {

  /**
   * Nanoseconds since an arbitrary origin; never goes back. For measuring how long something took.
   */
  long nanoTime();

  /** Milliseconds since the Unix epoch; may jump. For showing to people. */
  long wallMillis();

  /** The machine's own clock. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
