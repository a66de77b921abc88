package io.togglebolt.storage.engine.internal;

/** A transaction that moves pages down found no free run low enough. It is rolled back. */
final class NoRoomBelowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoRoomBelowException(int pages, long ceiling) {
    super("no free run of " + pages + " pages below page " + ceiling, null, false, false);
  }
}
