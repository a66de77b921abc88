package io.togglebolt.testkit;

import java.util.TreeMap;

/** One simulated directory: its names as its users see them, and those that are durable. */
final class Directory implements Node {
  final TreeMap<String, Node> seen = new TreeMap<>();
  final TreeMap<String, Node> durable = new TreeMap<>();

  /** Gives a name that is durable from the start. */
  void put(String name, Node node) {
    seen.put(name, node);
    durable.put(name, node);
  }
}
