package io.togglebolt.etcd.format;

/** Bytes that are not the message that they should be. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * With what is wrong there.
   *
   * @param offset where, in bytes from the beginning of what was read
   * @param problem what was found and what was expected
   */
  public MalformedMessageException(int offset, String problem) {
    super("at byte " + offset + ": " + problem);
    this.offset = offset;
  }

  /** Where it is wrong, in bytes from the beginning of what was read. */
  public int offset() {
    return offset;
  }
}
