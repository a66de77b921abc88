package io.togglebolt.slot;

/** A part was asked for by a name that no candidate has. */
public final class UnknownPartException extends SlotException {
  private static final long serialVersionUID = 1;

  /** With a message that names the slot, the name asked for and the names there are. */
  public UnknownPartException(String message) {
    super(message);
  }
}
