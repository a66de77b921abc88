package io.togglebolt.itests.layers.bad.storage.internal;

import io.togglebolt.itests.layers.bad.wal.segmented.internal.AsksTheEngine;

/** An engine that needs a log. */
final class AppendsByItself {
  private AppendsByItself() {}

  static int append() {
    return AsksTheEngine.ask();
  }
}
