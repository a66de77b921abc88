package io.togglebolt.testkit;

import java.io.IOException;

/** The simulated machine has no power any more: whoever gets this is as good as killed. */
public final class PowerOffException extends IOException {
  private static final long serialVersionUID = 1;

  PowerOffException() {
    super("the simulated power is off");
  }
}
