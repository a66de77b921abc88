package io.togglebolt.itests.layers.bad.etcd.internal;

import io.togglebolt.itests.layers.bad.shell.internal.Face;

/** A format that depends on who looks. */
public final class AsksTheShell {
  private AsksTheShell() {}

  public static int ask() {
    return Face.count();
  }
}
