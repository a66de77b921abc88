package io.togglebolt.slot;

/** Something about a slot went wrong; the message names the slot and says what serves now. */
public class SlotException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message that names the slot. */
  public SlotException(String message) {
    super(message);
  }

  /** With a message that names the slot, and the cause. */
  public SlotException(String message, Throwable cause) {
    super(message, cause);
  }
}
