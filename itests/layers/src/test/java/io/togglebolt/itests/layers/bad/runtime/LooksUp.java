package io.togglebolt.itests.layers.bad.runtime;

import io.togglebolt.itests.layers.bad.slot.internal.FrameworkInTheCore;

/** The ground floor knows an upper one, and its implementation at that. */
final class LooksUp {
  private LooksUp() {}

  static int look() {
    return FrameworkInTheCore.states();
  }
}
