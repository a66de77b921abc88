package io.togglebolt.testkit;

/** What a simulated disk can be asked to do, and to fail at. */
public enum DiskOperation {
  OPEN,
  READ,
  WRITE,
  SYNC,
  RESIZE,
  ALLOCATE,
  MAP;

  /** Whether it changes what a file holds, or what of it is durable. */
  public boolean changes() {
    return switch (this) {
      case WRITE, SYNC, RESIZE, ALLOCATE -> true;
      case OPEN, READ, MAP -> false;
    };
  }
}
