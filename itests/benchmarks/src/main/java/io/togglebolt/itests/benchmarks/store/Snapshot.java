package io.togglebolt.itests.benchmarks.store;

/** A read transaction. Used by one thread. */
public interface Snapshot extends AutoCloseable {

  /** Looks a key up, in the way its store is measured for; returns its value's length or -1. */
  int valueBytes(byte[] key);

  /**
   * Walks over all entries in order of their keys, getting each key and value.
   *
   * @return the bytes of all keys and values together
   */
  long scan();

  @Override
  void close();
}
