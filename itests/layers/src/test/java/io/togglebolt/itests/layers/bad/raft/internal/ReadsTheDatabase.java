package io.togglebolt.itests.layers.bad.raft.internal;

import io.togglebolt.itests.layers.bad.slot.internal.FrameworkInTheCore;
import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** What Raft says is kept in one kind of store, for which a framework is needed. */
final class ReadsTheDatabase {
  private ReadsTheDatabase() {}

  static int read() {
    return KnowsEverybody.COUNT.length() + FrameworkInTheCore.states();
  }
}
