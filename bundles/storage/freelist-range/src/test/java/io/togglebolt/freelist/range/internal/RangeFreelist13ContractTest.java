package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.tck.FreelistPolicyContract;

final class RangeFreelist13ContractTest extends FreelistPolicyContract {

  @Override
  protected FreelistPolicyFactory factory() {
    return new RangeFreelistFactory(FreelistPagesClaim.BBOLT_1_3);
  }
}
