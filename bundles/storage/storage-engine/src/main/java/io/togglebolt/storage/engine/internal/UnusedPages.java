package io.togglebolt.storage.engine.internal;

/**
 * What a state does not use, by the database's own knowledge, taken at a boundary between two write
 * transactions. To be looked at by one thread, and apart from the database.
 *
 * @param all what is free and what is pending; the ids that a persisted list holds
 * @param freePages what is free; part of all
 */
record UnusedPages(RunSet all, FreePages freePages) {

  /** Where what is pending makes no difference. */
  static UnusedPages undivided(RunSet all) {
    return new UnusedPages(all, FreePages.of(all));
  }

  /** What is free. */
  RunSet free() {
    return freePages.all();
  }

  /** What is pending. Made when it is asked for, so that nobody waits for it at the boundary. */
  RunSet pending() {
    RunSet pending = all.copy();
    free().forEach(pending::remove);
    return pending;
  }
}
