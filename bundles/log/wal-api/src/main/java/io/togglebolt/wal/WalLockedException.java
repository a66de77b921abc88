package io.togglebolt.wal;

/** Somebody else has the log open: another process, etcd, or another part of this one. */
public final class WalLockedException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalLockedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
