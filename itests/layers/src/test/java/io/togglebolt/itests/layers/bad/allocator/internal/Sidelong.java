package io.togglebolt.itests.layers.bad.allocator.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** An allocator that looks into the engine. */
final class Sidelong {
  private Sidelong() {}

  static String look() {
    return KnowsEverybody.COUNT;
  }
}
