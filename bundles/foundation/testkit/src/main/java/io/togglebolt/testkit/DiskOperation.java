package io.togglebolt.testkit;

/** What a simulated disk can be asked to do, and to fail at. */
public enum DiskOperation {
  OPEN,
  READ,
  WRITE,
  SYNC,
  RESIZE,
  ALLOCATE,
  MAP,
  /** Either kind of lock. */
  LOCK,
  LIST,
  CREATE_DIRECTORIES,
  RENAME,
  DELETE,
  SYNC_DIRECTORY;

  /** Whether it changes what a file or a directory holds, or what of it is durable. */
  public boolean changes() {
    return switch (this) {
      case WRITE, SYNC, RESIZE, ALLOCATE, CREATE_DIRECTORIES, RENAME, DELETE, SYNC_DIRECTORY ->
          true;
      case OPEN, READ, MAP, LOCK, LIST -> false;
    };
  }
}
