package io.togglebolt.wal.tck;

import io.togglebolt.wal.spi.WalWriterFactory;

/** What every writer owes; the power is not cut, as it is not durable. */
final class MemoryWriterContractTest extends WalWriterContract {
  @Override
  protected WalWriterFactory factory() {
    return new MemoryWriterFactory();
  }
}
