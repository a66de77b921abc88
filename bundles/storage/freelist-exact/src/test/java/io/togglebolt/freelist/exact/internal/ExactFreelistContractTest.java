package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.tck.FreelistPolicyContract;

final class ExactFreelistContractTest extends FreelistPolicyContract {

  @Override
  protected FreelistPolicyFactory factory() {
    return new ExactFreelistFactory();
  }

  @Override
  protected boolean isExact() {
    return true;
  }
}
