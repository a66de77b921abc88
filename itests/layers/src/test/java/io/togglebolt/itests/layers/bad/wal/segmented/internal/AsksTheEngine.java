package io.togglebolt.itests.layers.bad.wal.segmented.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** A writer of a log that looks into a database. */
public final class AsksTheEngine {
  private AsksTheEngine() {}

  /** Knows more than bytes. */
  public static int ask() {
    return KnowsEverybody.COUNT.length();
  }
}
