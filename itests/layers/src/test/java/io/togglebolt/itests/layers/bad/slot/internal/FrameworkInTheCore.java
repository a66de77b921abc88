package io.togglebolt.itests.layers.bad.slot.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;
import org.osgi.framework.Bundle;

/** A core that needs a framework, and knows the implementation of a floor above. */
public final class FrameworkInTheCore {
  private FrameworkInTheCore() {}

  /** Knows too much. */
  public static int states() {
    return Bundle.ACTIVE | KnowsEverybody.COUNT.length();
  }

  /** Needs a bundle. */
  public static long id(Bundle bundle) {
    return bundle.getBundleId();
  }
}
