package io.togglebolt.slot;

/**
 * No part serves in a slot and none came in time. Deploy a bundle that offers one, and writes go
 * on.
 */
public final class SlotVacantException extends SlotException {
  private static final long serialVersionUID = 1;

  /** With a message that names the slot and the time waited. */
  public SlotVacantException(String message) {
    super(message);
  }
}
