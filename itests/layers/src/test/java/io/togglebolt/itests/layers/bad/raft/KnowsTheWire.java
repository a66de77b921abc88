package io.togglebolt.itests.layers.bad.raft;

import io.togglebolt.itests.layers.bad.etcd.internal.AsksTheShell;

/** What Raft's values are is said by how one wire encodes them. */
final class KnowsTheWire {
  private KnowsTheWire() {}

  static Class<?> encoder() {
    return AsksTheShell.class;
  }
}
