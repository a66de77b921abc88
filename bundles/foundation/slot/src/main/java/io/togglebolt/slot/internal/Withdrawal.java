package io.togglebolt.slot.internal;

/**
 * The serving part's candidate is gone. Not thread-safe: the slot's lock guards it. Holds nothing
 * of the candidate, because a timer holds this.
 */
final class Withdrawal {
  private boolean graceOver;

  Withdrawal(boolean graceOver) {
    this.graceOver = graceOver;
  }

  boolean graceOver() {
    return graceOver;
  }

  void endGrace() {
    graceOver = true;
  }
}
