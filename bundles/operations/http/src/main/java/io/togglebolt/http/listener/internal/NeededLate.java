package io.togglebolt.http.listener.internal;

import java.util.List;

/**
 * The classes that answering needs. A request may still be here when the bundle has been replaced,
 * and a class that is not loaded by then cannot be had any more; so all of them are loaded before
 * the first request.
 */
final class NeededLate {
  private static final List<Class<?>> CLASSES =
      List.of(
          Answers.class,
          Complaints.class,
          Held.class,
          Hosts.class,
          Places.class,
          Publications.class,
          Workers.class);

  private NeededLate() {}

  static void load() {
    CLASSES.forEach(NeededLate::load);
  }

  private static void load(Class<?> needed) {
    try {
      Class.forName(needed.getName(), true, needed.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(needed + " is here and cannot be found", impossible);
    }
    for (Class<?> inner : needed.getDeclaredClasses()) {
      load(inner);
    }
  }
}
