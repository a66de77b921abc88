package io.togglebolt.itests.layers.bad.metrics.registry.internal;

import io.togglebolt.itests.layers.bad.slot.internal.FrameworkInTheCore;

/** A registry that knows who records into it. */
final class CountsByItself {
  private CountsByItself() {}

  static int count() {
    return FrameworkInTheCore.states();
  }
}
