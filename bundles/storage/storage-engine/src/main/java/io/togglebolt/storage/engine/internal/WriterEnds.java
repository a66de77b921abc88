package io.togglebolt.storage.engine.internal;

/** Hears of the ends of write transactions. Neither may throw: the transaction has ended. */
interface WriterEnds {
  /** Where nobody listens. */
  WriterEnds UNHEARD =
      new WriterEnds() {
        @Override
        public void atBoundary() {}

        @Override
        public void ended(WriteTransaction transaction, boolean isCommit) {}
      };

  /** The figures are published; the lock is still held, so this must be short. */
  void atBoundary();

  /** The lock was given up, so that the next writer does not wait for this. */
  void ended(WriteTransaction transaction, boolean isCommit);
}
