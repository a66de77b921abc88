package io.togglebolt.storage.engine.internal;

/** On whose behalf transactions are open; told apart by identity. */
final class Consumer {
  /** Whoever uses the database directly. */
  static final Consumer DIRECT = new Consumer("");

  private final String name;

  Consumer(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }
}
