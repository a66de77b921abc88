package io.togglebolt.demo.internal;

import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The bundle of the range policy, stopped and started as an operator would do it. */
final class RangeBundle {
  static final String SYMBOLIC_NAME = "io.togglebolt.freelist.range";

  private final Bundle bundle;

  private RangeBundle(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Finds it.
   *
   * @throws IllegalStateException when it is not installed
   */
  static RangeBundle in(BundleContext context) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> SYMBOLIC_NAME.equals(bundle.getSymbolicName()))
        .findFirst()
        .map(RangeBundle::new)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the demonstration needs the bundle "
                        + SYMBOLIC_NAME
                        + ", which is not installed"));
  }

  /** Stops it for now; whether it starts with the framework stays as it is. */
  void stop() {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException refused) {
      throw new IllegalStateException(
          SYMBOLIC_NAME + " does not stop: " + refused.getMessage(), refused);
    }
  }

  /** Starts it; does nothing when it runs. */
  void start() {
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException refused) {
      throw new IllegalStateException(
          SYMBOLIC_NAME + " does not start: " + refused.getMessage(), refused);
    }
  }
}
