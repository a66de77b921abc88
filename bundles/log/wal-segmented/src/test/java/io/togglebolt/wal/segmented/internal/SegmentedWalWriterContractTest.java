package io.togglebolt.wal.segmented.internal;

import io.togglebolt.wal.spi.WalWriterFactory;
import io.togglebolt.wal.tck.WalWriterContract;

/** What every writer owes. */
final class SegmentedWalWriterContractTest extends WalWriterContract {
  @Override
  protected WalWriterFactory factory() {
    return new SegmentedWalWriterFactory();
  }
}
