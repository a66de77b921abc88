package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.tck.FreelistPolicyContract;

final class RangeFreelist14ContractTest extends FreelistPolicyContract {

  @Override
  protected FreelistPolicyFactory factory() {
    return new RangeFreelistFactory(FreelistPagesClaim.BBOLT_1_4);
  }
}
