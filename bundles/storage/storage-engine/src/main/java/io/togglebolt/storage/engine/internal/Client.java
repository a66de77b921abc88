package io.togglebolt.storage.engine.internal;

/** On whose behalf transactions are open; told apart by identity. */
final class Client {
  /** Whoever uses the database directly. */
  static final Client DIRECT = new Client("");

  private final String name;
  private volatile boolean left;

  Client(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** It has given the database back for good. */
  void leave() {
    left = true;
  }

  boolean hasLeft() {
    return left;
  }
}
