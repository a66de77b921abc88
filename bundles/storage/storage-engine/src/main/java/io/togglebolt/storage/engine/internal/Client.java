package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.DatabaseClosedException;

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

  /** Why nothing is done on its behalf any more, once it has left a database. */
  String leaving(String database) {
    return database + ": " + name + " has given the database back";
  }

  /** What it is told once it has left a database. */
  DatabaseClosedException closed(String database) {
    return new DatabaseClosedException(leaving(database) + ", so it is closed to it");
  }
}
