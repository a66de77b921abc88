package io.togglebolt.slot;

/** A part that was asked for could not be made to serve; what served before serves on. */
public final class PartRefusedException extends SlotException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * With a message that names the slot and says what serves now.
   *
   * @param reason the reason alone, as {@link #reason} gives it
   */
  public PartRefusedException(String message, String reason) {
    super(message);
    this.reason = reason;
  }

  /** Why the part does not serve, without the slot's name and without what serves instead. */
  public String reason() {
    return reason;
  }
}
