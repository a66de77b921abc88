package io.togglebolt.itests.layers.bad.metrics.jvm.internal;

import io.togglebolt.itests.layers.bad.slot.internal.FrameworkInTheCore;

/** A source that registers what is another's to register. */
final class AsksTheSlot {
  private AsksTheSlot() {}

  static int value() {
    return FrameworkInTheCore.states();
  }
}
