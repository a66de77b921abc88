package io.togglebolt.itests.layers.bad.shell.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** A face that is needed by what it stands on. */
public final class Face {
  private Face() {}

  /** Counts in a circle. */
  public static int count() {
    return KnowsEverybody.COUNT_OF_FACES;
  }
}
