package io.togglebolt.itests.layers.bad.http.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** A listener that knows what it shows. */
final class ShowsTheEngine {
  private ShowsTheEngine() {}

  static String page() {
    return KnowsEverybody.COUNT;
  }
}
