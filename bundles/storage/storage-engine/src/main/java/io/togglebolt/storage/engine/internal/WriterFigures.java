package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.TransactionStats;

/** What is counted under the writer lock, as of the last end of a write transaction. */
record WriterFigures(
    long highWater,
    long freePages,
    long pendingPages,
    long freelistPages,
    long commits,
    long rollbacks,
    TransactionStats work) {

  /** Those of a database that was opened just now. */
  static WriterFigures atOpening(long highWater, long freePages, long freelistPages) {
    return new WriterFigures(highWater, freePages, 0, freelistPages, 0, 0, TransactionStats.NONE);
  }

  WriterFigures afterCommit(Space space, Meta state, long listPages, TransactionStats done) {
    return new WriterFigures(
        state.highWater(),
        space.freePages(),
        space.pendingPages(),
        listPages,
        commits + 1,
        rollbacks,
        work.plus(done));
  }

  WriterFigures afterRollback(Space space) {
    return new WriterFigures(
        highWater,
        space.freePages(),
        space.pendingPages(),
        freelistPages,
        commits,
        rollbacks + 1,
        work);
  }
}
