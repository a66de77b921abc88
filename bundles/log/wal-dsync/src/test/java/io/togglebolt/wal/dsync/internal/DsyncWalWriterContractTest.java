package io.togglebolt.wal.dsync.internal;

import io.togglebolt.wal.spi.WalWriterFactory;
import io.togglebolt.wal.tck.WalWriterContract;

/** What every writer owes. */
final class DsyncWalWriterContractTest extends WalWriterContract {
  @Override
  protected WalWriterFactory factory() {
    return new DsyncWalWriterFactory();
  }
}
