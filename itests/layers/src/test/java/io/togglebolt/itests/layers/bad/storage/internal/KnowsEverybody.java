package io.togglebolt.itests.layers.bad.storage.internal;

import io.togglebolt.itests.layers.bad.shell.internal.Face;

/** An engine that knows a face, which knows the engine. */
public final class KnowsEverybody {
  /** Something to know. */
  public static final Integer COUNT_OF_FACES = Face.count();

  /** Something to know. */
  public static final String COUNT = COUNT_OF_FACES.toString();

  private KnowsEverybody() {}
}
